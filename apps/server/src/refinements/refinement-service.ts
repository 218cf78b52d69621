import { messageOf } from '@espalier/core'
import { refinementIdOf, type RefinementInfo, type RefinementRequest } from '@espalier/protocol'
import {
  checkSettings,
  exportDataset,
  lineageOf,
  type ExportFormat,
  type Lineage,
  type SelfPlayEvent,
  type SelfPlayResult,
} from '@espalier/self-play'
import type { Provider } from '@espalier/token'
import { ServiceError, stoppingError } from '../searches/service-error.ts'
import type { Clock } from '../world/clock.ts'
import type { MakeIdFn } from '../world/ids.ts'
import type { Logger } from '../world/logger.ts'
import { playRefinement, promptsOf, reportsOf, rolesFor, type RefinementRun } from './refinement-run.ts'
import type { KeptRefinement, RefinementStore } from './refinement-store.ts'

export interface RefinementDeps {
  readonly store: RefinementStore
  readonly providers: Readonly<Record<string, Provider>>
  readonly ids: MakeIdFn
  readonly clock: Clock
  readonly logger: Logger
}

/** Runs of self-play on this server. */
export interface RefinementService {
  /** Goes on with what was left unfinished. */
  start(): void
  create(request: RefinementRequest): Promise<RefinementInfo>
  list(): readonly RefinementInfo[]
  get(id: string): Promise<RefinementInfo>
  /** Events behind a sequence number. */
  events(id: string, after: number): Promise<readonly SelfPlayEvent[]>
  /** What each prompt came to. Throws `not-finished`. */
  outcomes(id: string): Promise<SelfPlayResult['outcomes']>
  /** All that led to the data, in one value. Throws `not-finished`. */
  lineage(id: string): Promise<Lineage>
  /** Training data as files, by name. Throws `not-finished`. */
  files(id: string, format: ExportFormat): Promise<Readonly<Record<string, string>>>
  /** Resolves when it has ended. */
  cancel(id: string): Promise<RefinementInfo>
  /** Stops what is under way; the next start goes on with it. */
  stop(): Promise<void>
}

/** Runs that are played at once. Ours: their calls share the models. */
const MOST_RUNNING = 4
/** Ended runs that are kept played again, for readers. */
const MOST_REPLAYED = 8

export function createRefinementService(deps: RefinementDeps): RefinementService {
  const { store, providers, ids, clock, logger } = deps
  const kept = new Map<string, KeptRefinement>()
  const live = new Map<string, RefinementRun>()
  const endings = new Map<string, Promise<void>>()
  const replayed = new Map<string, RefinementRun>()
  let isStopping = false

  function launch(run: KeptRefinement): void {
    const playing = playRefinement(run, store, providers)
    live.set(run.id, playing)
    const ending = playing.ended.then(
      ({ reason, halted }) => finish(run, { status: reason, reason: halted }),
      (error: unknown) => {
        logger.error('a run of self-play', { id: run.id, error })
        return finish(run, { status: 'failed', reason: messageOf(error) })
      },
    )
    endings.set(run.id, ending)
  }

  async function finish(run: KeptRefinement, end: NonNullable<KeptRefinement['end']>): Promise<void> {
    // One that was stopped with the server has not ended.
    if (!isStopping) {
      const ended = { ...run, end }
      await store.keep(ended)
      kept.set(run.id, ended)
      keepReplayed(run.id, live.get(run.id)!)
    }
    live.delete(run.id)
    endings.delete(run.id)
  }

  function keepReplayed(id: string, run: RefinementRun): void {
    replayed.set(id, run)
    const [oldest] = replayed.keys()
    if (replayed.size > MOST_REPLAYED) replayed.delete(oldest!)
  }

  function runOf(id: string): KeptRefinement {
    const run = kept.get(id)
    if (run === undefined) throw new ServiceError('not-found', `no refinement is called ${id}`)
    return run
  }

  /** The run in this process: under way, or played again from its record. */
  function playedRun(id: string): RefinementRun {
    const run = runOf(id)
    const known = live.get(id) ?? replayed.get(id)
    if (known !== undefined) return known
    const again = playRefinement(run, store, providers)
    keepReplayed(id, again)
    return again
  }

  function infoOf(run: KeptRefinement): RefinementInfo {
    const { id, createdAt, end } = run
    const playing = live.get(id) ?? replayed.get(id)
    const result = playing?.result ?? null
    return {
      id,
      createdAt,
      status: end?.status ?? 'running',
      reason: end?.reason ?? null,
      prompts: run.request.prompts.length,
      events: playing?.events.length ?? 0,
      spent: result === null ? null : spentOf(result),
      rounds: result === null ? [] : reportsOf(result),
    }
  }

  async function finished(id: string): Promise<SelfPlayResult> {
    if (runOf(id).end === null) throw new ServiceError('not-finished', `refinement ${id} has not ended`)
    return playedRun(id).ended
  }

  return {
    start: () => {
      for (const run of store.list()) {
        kept.set(run.id, run)
        if (run.end === null) launch(run)
      }
    },
    create: async (request) => {
      if (isStopping) throw stoppingError()
      if (live.size >= MOST_RUNNING)
        throw new ServiceError('overloaded', `${MOST_RUNNING} refinements are under way, more are not taken`)
      check(request)
      rolesFor(request, providers)
      const run: KeptRefinement = { id: refinementIdOf(ids()), createdAt: clock.wall(), request, end: null }
      await store.keep(run)
      kept.set(run.id, run)
      launch(run)
      return infoOf(run)
    },
    list: () => [...kept.values()].toReversed().map(infoOf),
    get: async (id) => {
      const run = runOf(id)
      if (run.end !== null && run.end.status !== 'failed') await playedRun(id).ended
      return infoOf(runOf(id))
    },
    events: async (id, after) => {
      const run = playedRun(id)
      if (runOf(id).end !== null) await run.ended.catch(() => {})
      return run.events.filter(({ seq }) => seq > after)
    },
    outcomes: async (id) => (await finished(id)).outcomes,
    lineage: async (id) => {
      const result = await finished(id)
      const { gate } = runOf(id).request.settings?.refine ?? {}
      const reports = reportsOf(result)
      return lineageOf({ name: id, outcomes: result.outcomes, reports, ...(gate === undefined ? {} : { gate }) })
    },
    files: async (id, format) => {
      const { data } = await finished(id)
      const pairs = data.flatMap((round) => round.pairs)
      const examples = data.flatMap((round) => round.examples)
      return Object.fromEntries(
        [...exportDataset({ pairs, examples, format })].map(([name, text]) => [name, String(text)]),
      )
    },
    cancel: async (id) => {
      runOf(id)
      live.get(id)?.abort()
      await endings.get(id)
      return infoOf(runOf(id))
    },
    stop: async () => {
      isStopping = true
      for (const run of live.values()) run.abort()
      await Promise.all(endings.values())
    },
  }
}

/** Calls of roles, and tokens: usage counts calls of models, of which a role may make several. */
const spentOf = ({ spent: { all } }: SelfPlayResult) => ({ ...all.usage, calls: all.calls })

/** Throws a ServiceError for names twice and for settings that make no run. */
function check(request: RefinementRequest): void {
  const names = promptsOf(request).map(({ id }) => id)
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i)
  if (twice !== -1)
    throw new ServiceError(
      'invalid-request',
      `prompts: id ${names[twice]} twice, expected each once`,
      `/prompts/${twice}/id`,
    )
  try {
    checkSettings(request.settings ?? {})
  } catch (error) {
    throw new ServiceError('invalid-request', messageOf(error), '/settings')
  }
}
