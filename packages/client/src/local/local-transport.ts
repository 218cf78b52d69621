import { ROOT, type Envelope, type Fold, type NodeId } from '@espalier/core'
import {
  candidatesOf,
  decodeCursor,
  encodeCursor,
  encodeSnapshot,
  extendRequestSchema,
  nodeDetail,
  nodeEvidence,
  pathDetails,
  steerRequestSchema,
  steererSchema,
  type SearchInfo,
} from '@espalier/protocol'
import type { EventsOptions, SearchTransport } from '../transport/search-transport.ts'
import { createController, type DelayFn } from '../transport/world.ts'
import { localEvents } from './local-events.ts'
import { createLocalSearches } from './local-searches.ts'
import type { LocalSearch, LocalWorld } from './local-search.ts'
import { invalidRequest, refusal, refusalOf, schemaRefusal } from './refusal.ts'
import { inBreaths, readLines, writeLines } from './search-file.ts'
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
  const { runner, catalog, breathe, delay } = options
  const searches = createLocalSearches(runner, catalog, options)
  const { find } = searches

  function infoOf(search: LocalSearch): SearchInfo {
    const { id, status, createdAt, label, spec, imported, forkedFrom, failure, fold, log } = search
    return {
      id,
      status,
      createdAt,
      label,
      spec,
      budget: runner.extendBudget(spec.budget, fold.steering.extended),
      imported,
      forkedFrom,
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

  async function* events(id: string, how: EventsOptions = {}): AsyncGenerator<readonly Envelope[], void, void> {
    yield* localEvents(find(id).log, how, breathe)
  }

  return {
    catalog: () => attempt(() => runner.catalogInfos(catalog)),
    validate: (request) =>
      attempt(() => {
        const { spec, plan } = searches.planned(request)
        return { spec, label: plan.label, estimate: runner.estimateSearch(spec, searches.all().map(infoOf), catalog) }
      }),
    create: (request, { idempotencyKey, waitSeconds = 0 } = {}) =>
      attempt(async () => {
        const search = searches.create(request, idempotencyKey)
        if (waitSeconds > 0) {
          const timer = createController()
          const waited = delay(waitSeconds * 1000, timer.signal).catch(() => {})
          await Promise.race([search.done, waited])
          timer.abort()
        }
        return infoOf(search)
      }),
    fork: (id, request = {}, { idempotencyKey } = {}) =>
      attempt(() => infoOf(searches.fork(id, request, idempotencyKey))),
    list: ({ cursor, limit = 50 } = {}) =>
      attempt(() => {
        if (!(Number.isInteger(limit) && limit >= 1 && limit <= 200)) {
          const message = `limit: got ${limit}, expected a whole number from 1 to 200`
          throw invalidRequest(message, [{ pointer: 'limit', message }])
        }
        const all = searches.all().toReversed()
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
        const search = searches.unfinished(id)
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
      attempt(() => look(id, node, (fold) => ({ events: fold.seq, nodes: candidatesOf(fold, node) }))),
    path: (id, node) =>
      attempt(() => look(id, node, ({ tree, seq }) => ({ events: seq, nodes: pathDetails(tree, node) }))),
    evidence: (id, node) =>
      attempt(async () => {
        const events = await look(id, node, ({ seq }) => seq)
        return nodeEvidence(
          node,
          events,
          find(id).details.filter((detail) => detail.node === node),
        )
      }),
    thought: (id, node) =>
      attempt(async () => {
        const { spec } = find(id)
        return (await look(id, node, (fold) => runner.inspectThought(fold, node, spec, catalog)))()
      }),
    thoughts: (id) =>
      attempt(async () => {
        const { spec } = find(id)
        return (await look(id, ROOT, (fold) => runner.mapThoughts(fold, spec, catalog)))()
      }),
    snapshot: (id) => attempt(() => look(id, ROOT, (fold) => ({ events: fold.seq, bytes: encodeSnapshot(fold) }))),
    result: (id) => attempt(() => accountOf(find(id))),
    exportSearch: (id) =>
      attempt(() => {
        const { spec, log, fold } = find(id)
        const outcome = log.closed ? runner.logOutcome(fold, catalog) : null
        if (outcome === null) throw notFinished()
        return writeLines(runner.writeSearchLog(spec, log.envelopes, outcome), options)
      }),
    importSearch: (file, { onRead } = {}) =>
      attempt(async () => {
        const reader = runner.createSearchLogReader(catalog)
        await readLines(file, options, (line) => reader.line(line))
        const search = searches.ofLog(reader.unproven())
        const { fold } = search
        onRead?.({ info: infoOf(search), tree: { events: fold.seq, bytes: encodeSnapshot(fold) } })
        await inBreaths(reader.prove, options)
        reader.end()
        return infoOf(searches.adopt(search))
      }),
  }

  /** Changes an unfinished search; resolves when its log says so. */
  function change(id: string, apply: (search: LocalSearch) => void): Promise<SearchInfo> {
    return attempt(async () => {
      const search = searches.unfinished(id)
      apply(search)
      await search.kept(search.fold.seq)
      return infoOf(search)
    })
  }

  async function accountOf(search: LocalSearch) {
    const { spec, fold } = search
    const outcome = search.status === 'finished' ? runner.searchOutcome(fold, catalog, search.elapsedMs()) : null
    if (outcome === null) throw notFinished()
    return { ...outcome, conclusion: await runner.concludeSearch(fold, spec, catalog) }
  }
}

function steererOf(by: string | undefined): string {
  const parsed = steererSchema.safeParse(by ?? 'user')
  if (parsed.success) return parsed.data
  throw invalidRequest(`by: ${parsed.error.issues[0]!.message}`, [
    { pointer: 'by', message: parsed.error.issues[0]!.message },
  ])
}

const notFinished = () => refusal('not-finished', 'the search has not ended yet')

/** Does a method's work; whatever it throws becomes the error that a server would answer with. */
async function attempt<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw refusalOf(error)
  }
}
