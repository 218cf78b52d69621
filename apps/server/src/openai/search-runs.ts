import { createHash } from 'node:crypto'
import { fillRequest, problemIn, type Catalog, type CatalogModel } from '@espalier/catalog'
import type { SearchInfo } from '@espalier/protocol'
import { textOfContent, type ModelRequest } from '@espalier/token'
import { withinLimits, type Limits } from '../searches/limits.ts'
import type { ShownSearches } from '../trace/shown-searches.ts'
import type { Clock } from '../world/clock.ts'
import type { SearchField } from './bodies.ts'
import { OpenAiError } from './openai-error.ts'

export interface SearchCall {
  readonly preset: string
  readonly base: CatalogModel
  readonly request: ModelRequest
  readonly search: SearchField
  /** What the client calls the request; null where it calls it nothing. */
  readonly idempotencyKey: string | null
  /** The official clients count their own retries. */
  readonly isRetry: boolean
  /** The whole body: two requests with the same are the same. */
  readonly body: unknown
}

/** Searches that requests wait for. */
export interface SearchRuns {
  /** Starts the search of a call, or finds the one that an earlier try of the same call started. */
  begin(call: SearchCall): Promise<Attached>
}

/** A request that waits for a search. */
export interface Attached {
  readonly id: string
  /** Resolves when it is over: by itself, or stopped with its best answer when a request must not wait longer. */
  over(signal: AbortSignal): Promise<SearchInfo>
  /** The request is over. When the last one leaves before the end, and none comes back soon, the search is cancelled. */
  leave(): void
}

/** How long the same body is taken for a retry of the same request. */
const SAME_CALL_MS = 15 * 60_000
/** Clients that lost their connection are back by then; the others will not come. */
const GRACE_MS = 5000
/** Below what proxies and clients wait for. */
export const MAX_WAIT_MS = 100_000
const MAX_REMEMBERED = 10_000

export function createSearchRuns(service: ShownSearches, catalog: Catalog, limits: Limits, clock: Clock): SearchRuns {
  const recent = new Map<string, { readonly id: string; readonly until: number }>()
  const waiting = new Map<string, number>()

  function remembered(fingerprint: string): string | null {
    for (const [key, { until }] of recent) {
      if (until > clock.now() && recent.size <= MAX_REMEMBERED) break
      recent.delete(key)
    }
    return recent.get(fingerprint)?.id ?? null
  }

  async function create(call: SearchCall, fingerprint: string): Promise<string> {
    const spec = specOf(call, catalog, limits)
    const { idempotencyKey } = call
    const key = idempotencyKey === null ? null : { key: `openai ${idempotencyKey}`, fingerprint }
    const { search } = await service.create(spec, key, call.search?.trace)
    recent.delete(fingerprint)
    recent.set(fingerprint, { id: search.id, until: clock.now() + SAME_CALL_MS })
    return search.id
  }

  function attach(id: string): Attached {
    let isHere = true
    waiting.set(id, (waiting.get(id) ?? 0) + 1)

    function leave(): void {
      if (!isHere) return
      isHere = false
      const left = waiting.get(id)! - 1
      waiting.set(id, left)
      if (left > 0) return
      waiting.delete(id)
      void service.get(id).then((info) => {
        if (isOver(info)) return
        clock.after(GRACE_MS, () => {
          if (!waiting.has(id)) void service.cancel(id, 'openai').catch(() => {})
        })
      })
    }

    return {
      id,
      leave,
      over: async (signal) => {
        await service.wait(id, MAX_WAIT_MS, signal)
        const info = await service.get(id)
        if (isOver(info) || signal.aborted) return info
        await service.cancel(id, 'openai')
        return service.get(id)
      },
    }
  }

  return {
    begin: async (call) => {
      const fingerprint = createHash('sha256').update(JSON.stringify(call.body)).digest('hex')
      const earlier = call.isRetry && call.idempotencyKey === null ? remembered(fingerprint) : null
      return attach(earlier ?? (await create(call, fingerprint)))
    },
  }
}

const isOver = ({ status }: SearchInfo): boolean => status === 'finished' || status === 'failed'

/** The problem that was asked last; for a task that takes any words, with the conversation before it. */
function problemOf(input: ModelRequest['input'], base: CatalogModel, catalog: Catalog): ReturnType<typeof problemIn> {
  if (input.type === 'text') return problemIn(catalog, base, input.prompt)
  const { messages } = input
  const asked = problemIn(catalog, base, textOfContent(messages.findLast(({ role }) => role === 'user')?.content ?? ''))
  if (asked?.task.readsAnything !== true || messages.length === 1) return asked
  const said = messages.map(({ role, content }) => `${TITLES[role]}:\n${textOfContent(content)}`)
  return problemIn(catalog, base, said.join('\n\n'))
}

const TITLES = { system: 'Instructions', user: 'User', assistant: 'Assistant' } as const

function specOf({ preset, base, request, search }: SearchCall, catalog: Catalog, limits: Limits) {
  const { input, samples = 1, seed } = request
  if (samples > 1) throw new OpenAiError(400, 'n: a search has one answer', 'n')
  const found = problemOf(input, base, catalog)
  if (found === null) {
    const message = `${base.name} works at ${base.tasks.join(' and ')} only, and this states no such problem`
    throw new OpenAiError(400, message, input.type === 'text' ? 'prompt' : 'messages')
  }
  const { budget = { trials: 200, value: 1 }, options = {}, concurrency = 1 } = search ?? {}
  const { trials, nodes, tokens, timeMs, value } = budget
  const spec = fillRequest(
    {
      name: 'openai',
      task: found.task.name,
      problem: found.problem,
      model: base.name,
      algorithm: { name: preset, options },
      budget: {
        timeMs: Math.min(timeMs ?? MAX_WAIT_MS, MAX_WAIT_MS),
        ...(trials === undefined ? {} : { trials }),
        ...(nodes === undefined ? {} : { nodes }),
        ...(tokens === undefined ? {} : { tokens }),
        ...(value === undefined ? {} : { value }),
      },
      concurrency,
      ...(seed === undefined ? {} : { seed }),
    },
    catalog,
  )
  return withinLimits(spec, limits)
}
