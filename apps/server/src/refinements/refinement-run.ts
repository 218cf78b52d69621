import {
  openRecord,
  providerRole,
  roundReport,
  selfPlay,
  type Role,
  type Roles,
  type SelfPlayEvent,
  type SelfPlayResult,
} from '@espalier/self-play'
import type { RefinementRequest } from '@espalier/protocol'
import type { Provider } from '@espalier/token'
import { ServiceError } from '../searches/service-error.ts'
import type { KeptRefinement, RefinementStore } from './refinement-store.ts'

type Providers = Readonly<Record<string, Provider>>

/** A run as far as it is played in this process. */
export interface RefinementRun {
  readonly events: readonly SelfPlayEvent[]
  /** Null while it is under way. */
  readonly result: SelfPlayResult | null
  /** Resolves at its end; rejects with what a run cannot go on from. */
  readonly ended: Promise<SelfPlayResult>
  abort(): void
}

/** The parts that a request names. Throws a ServiceError for a model that is not here. */
export function rolesFor({ roles }: RefinementRequest, providers: Providers): Roles {
  const named = (part: 'actor' | 'judge' | 'refiner', name: string) => {
    const provider = Object.hasOwn(providers, name) ? providers[name] : undefined
    if (provider !== undefined) return providerRole(provider)
    const there = Object.keys(providers).join(', ')
    throw new ServiceError('invalid-request', `no model is called ${name}; there are: ${there}`, `/roles/${part}`)
  }
  const { actor, judge, refiner = judge } = roles
  return { actor: named('actor', actor), judge: named('judge', judge), refiner: named('refiner', refiner) }
}

/** Parts of a run that has ended: everything that they said is in the record. */
const silent: Role = () => Promise.reject(new Error('the run has ended'))
const SILENT: Roles = { actor: silent, judge: silent, refiner: silent }

/** Prompts with a name each: their own, or one after their place. */
export const promptsOf = ({ prompts }: RefinementRequest) =>
  prompts.map(({ id, prompt }, i) => ({ id: id ?? `prompt-${i + 1}`, prompt }))

/**
 * Plays a run from its record on. One that has ended is played again from what it recorded, without a call and so without models: its budget is what was
 * spent.
 */
export function playRefinement(
  { id, request, end }: KeptRefinement,
  store: RefinementStore,
  providers: Providers,
): RefinementRun {
  const events: SelfPlayEvent[] = []
  const controller = new AbortController()
  let result: SelfPlayResult | null = null

  async function play(): Promise<SelfPlayResult> {
    const file = await store.record(id)
    try {
      const record = await openRecord(file)
      const recorded = record.entries.length
      const { seed = 0, slots = 32, budget = {}, settings = {} } = request
      result = await selfPlay({
        ...settings,
        prompts: promptsOf(request),
        roles: end === null ? rolesFor(request, providers) : SILENT,
        record,
        seed,
        slots,
        budget: end === null ? budget : { ...budget, calls: recorded },
        signal: controller.signal,
        onEvent: (event) => void events.push(event),
      })
      return result
    } finally {
      await file.close()
    }
  }

  const ended = play()
  // Whoever waits for it hears of a failure; nobody has to.
  ended.catch(() => {})
  return {
    events,
    get result() {
      return result
    },
    ended,
    abort: () => controller.abort(),
  }
}

export const reportsOf = ({ data, outcomes }: SelfPlayResult) => data.map((round) => roundReport(round, outcomes, null))
