import { ROOT, type Envelope, type Fold, type NodeId } from '@espalier/core'
import {
  candidatesOf,
  decodeCursor,
  encodeCursor,
  encodeSnapshot,
  extendRequestSchema,
  nodeDetail,
  pathDetails,
  problemDetails,
  searchRequestSchema,
  steerRequestSchema,
  steererSchema,
  type SearchInfo,
  type SearchRequest,
} from '@espalier/protocol'
import { problemError } from '../transport/client-error.ts'
import type { EventsOptions, SearchTransport } from '../transport/search-transport.ts'
import { createController, type DelayFn } from '../transport/world.ts'
import { localEvents } from './local-events.ts'
import { finishedSearch, startSearch, type LocalSearch, type LocalWorld } from './local-search.ts'
import { invalidRequest, refusalOf, schemaRefusal } from './refusal.ts'
import { readLines, writeLines } from './search-file.ts'
import type { SearchRunner } from './search-runner.ts'

export interface LocalTransportOptions<Catalog, Plan extends { readonly label: string }> extends LocalWorld {
  /** The functions of `@espalier/catalog`, or others that go by their names. */
  readonly runner: SearchRunner<Catalog, Plan>
  /** What searches can be made of. */
  readonly catalog: Catalog
  /** The time of day, RFC 3339. */
  readonly wallClock: () => string
  readonly delay: DelayFn
}

/**
 * Searches in this process, without a server: all that were created run at once, a breath at a time, and live as long as the transport.
 * Nothing is written anywhere; `exportSearch` is how to keep one.
 */
export function localTransport<Catalog, Plan extends { readonly label: string }>(
  options: LocalTransportOptions<Catalog, Plan>,
): SearchTransport {
  const { runner, catalog, wallClock, breathe, delay } = options
  const world: LocalWorld = options
  /** Oldest first. */
  const searches = new Map<string, LocalSearch>()
  const keys = new Map<string, { readonly request: string; readonly id: string }>()

  function find(id: string): LocalSearch {
    const search = searches.get(id)
    if (search === undefined) throw refusal('not-found', `there is no search ${id}`)
    return search
  }

  function unfinished(id: string): LocalSearch {
    const search = find(id)
    // Its end may stand in its fold before its readers have it.
    if (isOver(search) || search.fold.end !== null)
      throw refusal('search-ended', `search ${id} has ended; an ended search is not changed any more`)
    return search
  }

  function identity(): { readonly id: string; readonly createdAt: string } {
    return { id: `local-${searches.size + 1}`, createdAt: wallClock() }
  }

  function infoOf(search: LocalSearch): SearchInfo {
    const { id, status, createdAt, label, spec, imported, failure, fold, log } = search
    return {
      id,
      status,
      createdAt,
      label,
      spec,
      budget: runner.extendBudget(spec.budget, fold.steering.extended),
      imported,
      reason: status === 'finished' ? (fold.end?.reason ?? null) : null,
      failure,
      ...runner.searchTotals(fold, catalog, search.elapsedMs()),
      events: log.envelopes.length,
    }
  }

  /** Reads something off a tree at once; resolves when all events that it rests on are in the log. */
  async function look<T>(id: string, node: NodeId, read: (fold: Fold) => T): Promise<T> {
    const search = find(id)
    const { fold } = search
    if (!(Number.isInteger(node) && node >= ROOT && node < fold.tree.size)) {
      throw refusal('not-found', `node ${node}: the tree has ${fold.tree.size} nodes`)
    }
    const seen = read(fold)
    await search.kept(fold.seq)
    return seen
  }

  function planned(request: SearchRequest) {
    const parsed = searchRequestSchema.safeParse(request)
    if (!parsed.success) throw schemaRefusal(parsed.error.issues)
    const spec = runner.fillRequest(parsed.data, catalog)
    return { spec, plan: runner.planOf(spec, catalog) }
  }

  function start(request: SearchRequest): LocalSearch {
    const { spec, plan } = planned(request)
    const search = startSearch(
      { ...identity(), spec, label: plan.label },
      (limits) => runner.prepareRun(plan, [], limits),
      world,
    )
    searches.set(search.id, search)
    return search
  }

  /** The search that the request under this key gave before; a new one if there is none. */
  function createOnce(request: SearchRequest, key: string): LocalSearch {
    const text = JSON.stringify(request)
    const known = keys.get(key)
    if (known !== undefined && known.request !== text) {
      throw refusal('idempotency-mismatch', 'this key came with another request before')
    }
    const search = known === undefined ? start(request) : find(known.id)
    keys.set(key, { request: text, id: search.id })
    return search
  }

  async function* events(id: string, how: EventsOptions = {}): AsyncGenerator<readonly Envelope[], void, void> {
    yield* localEvents(find(id).log, how, breathe)
  }

  return {
    catalog: () => attempt(() => runner.catalogInfos(catalog)),
    validate: (request) =>
      attempt(() => {
        const { spec, plan } = planned(request)
        return { spec, label: plan.label }
      }),
    create: (request, { idempotencyKey, waitSeconds = 0 } = {}) =>
      attempt(async () => {
        const search = idempotencyKey === undefined ? start(request) : createOnce(request, idempotencyKey)
        if (waitSeconds > 0) {
          const timer = createController()
          const waited = delay(waitSeconds * 1000, timer.signal).catch(() => {})
          await Promise.race([search.done, waited])
          timer.abort()
        }
        return infoOf(search)
      }),
    list: ({ cursor, limit = 50 } = {}) =>
      attempt(() => {
        if (!(Number.isInteger(limit) && limit >= 1 && limit <= 200)) {
          const message = `limit: got ${limit}, expected a whole number from 1 to 200`
          throw invalidRequest(message, [{ pointer: 'limit', message }])
        }
        const all = [...searches.values()].reverse()
        const from = cursor === undefined ? 0 : all.indexOf(find(decodeCursor(cursor))) + 1
        const page = all.slice(from, from + limit)
        const last = from + limit < all.length ? page.at(-1) : undefined
        return { searches: page.map(infoOf), nextCursor: last === undefined ? null : encodeCursor(last.id) }
      }),
    get: (id) => attempt(() => infoOf(find(id))),
    pause: (id, by) => change(id, (search) => search.pause(steererOf(by))),
    resume: (id, by) => change(id, (search) => search.resume(steererOf(by))),
    cancel: (id, by) =>
      attempt(async () => {
        const search = find(id)
        search.cancel(steererOf(by))
        await search.done
        return infoOf(search)
      }),
    extend: (id, request) =>
      change(id, (search) => {
        const parsed = extendRequestSchema.safeParse(request)
        if (!parsed.success) throw schemaRefusal(parsed.error.issues)
        const { by = 'user', ...more } = parsed.data
        search.extend(by, more)
      }),
    steer: (id, request) =>
      attempt(async () => {
        const search = unfinished(id)
        const parsed = steerRequestSchema.safeParse(request)
        if (!parsed.success) throw schemaRefusal(parsed.error.issues)
        const { by = 'user', actions } = parsed.data
        const count = search.steer(by, actions)
        await search.kept(count)
        return { events: count }
      }),
    events,
    node: (id, node) => attempt(() => look(id, node, ({ tree }) => nodeDetail(tree, node))),
    candidates: (id, node) =>
      attempt(() => look(id, node, ({ tree, seq }) => ({ events: seq, nodes: candidatesOf(tree, node) }))),
    path: (id, node) =>
      attempt(() => look(id, node, ({ tree, seq }) => ({ events: seq, nodes: pathDetails(tree, node) }))),
    snapshot: (id) => attempt(() => look(id, ROOT, (fold) => ({ events: fold.seq, bytes: encodeSnapshot(fold) }))),
    result: (id) => attempt(() => outcomeOf(find(id))),
    exportSearch: (id) =>
      attempt(() => {
        const { spec, log, fold } = find(id)
        const outcome = log.closed ? runner.logOutcome(fold, catalog) : null
        if (outcome === null) throw notFinished()
        return writeLines(runner.writeSearchLog(spec, log.envelopes, outcome), world)
      }),
    importSearch: (file) =>
      attempt(async () => {
        const reader = runner.createSearchLogReader(catalog)
        await readLines(file, world, (line) => reader.line(line))
        const { spec, label, envelopes, fold } = reader.end()
        const search = finishedSearch({ ...identity(), spec, label }, envelopes, fold)
        searches.set(search.id, search)
        return infoOf(search)
      }),
  }

  /** Changes an unfinished search; resolves when its log says so. */
  function change(id: string, apply: (search: LocalSearch) => void): Promise<SearchInfo> {
    return attempt(async () => {
      const search = unfinished(id)
      apply(search)
      await search.kept(search.fold.seq)
      return infoOf(search)
    })
  }

  function outcomeOf(search: LocalSearch) {
    const outcome = search.status === 'finished' ? runner.searchOutcome(search.fold, catalog, search.elapsedMs()) : null
    if (outcome === null) throw notFinished()
    return outcome
  }
}

function steererOf(by: string | undefined): string {
  const parsed = steererSchema.safeParse(by ?? 'user')
  if (parsed.success) return parsed.data
  throw invalidRequest(`by: ${parsed.error.issues[0]!.message}`, [
    { pointer: 'by', message: parsed.error.issues[0]!.message },
  ])
}

const isOver = ({ status }: LocalSearch): boolean => status === 'finished' || status === 'failed'

const notFinished = () => refusal('not-finished', 'the search has not ended yet')

function refusal(
  code: 'not-found' | 'search-ended' | 'not-finished' | 'invalid-log' | 'idempotency-mismatch',
  detail: string,
) {
  return problemError(problemDetails(code, { detail }))
}

/** Does a method's work; whatever it throws becomes the error that a server would answer with. */
async function attempt<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw refusalOf(error)
  }
}
