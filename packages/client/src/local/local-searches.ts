import {
  forkRequestSchema,
  searchRequestSchema,
  type ForkRequest,
  type SearchRequest,
  type SearchSpec,
  type TraceLevel,
} from '@espalier/protocol'
import { finishedSearch, startSearch, type LocalSearch, type LocalWorld } from './local-search.ts'
import { invalidRequest, refusal, schemaRefusal } from './refusal.ts'
import type { SearchOfLog, SearchRunner } from './search-runner.ts'

/** The searches of one transport. */
export interface LocalSearches<Plan> {
  /** Oldest first. */
  all(): readonly LocalSearch[]
  /** Throws `not-found`. */
  find(id: string): LocalSearch
  /** One that may be changed. Throws `not-found` or `search-ended`. */
  unfinished(id: string): LocalSearch
  /** What would be run. Throws `invalid-request`. */
  planned(request: SearchRequest): { readonly spec: SearchSpec; readonly plan: Plan }
  /** A new search, or the one that the same request under this key gave before. */
  create(request: SearchRequest, key?: string): LocalSearch
  fork(id: string, request: ForkRequest, key?: string): LocalSearch
  /** A search from a file, under the id that it will have; nobody finds it by that before it is adopted. */
  ofLog(found: SearchOfLog): LocalSearch
  /** Keeps a search from a file. */
  adopt(search: LocalSearch): LocalSearch
}

export function createLocalSearches<Catalog, Plan extends { readonly label: string }>(
  runner: SearchRunner<Catalog, Plan>,
  catalog: Catalog,
  world: LocalWorld & { readonly wallClock: () => string },
): LocalSearches<Plan> {
  const searches = new Map<string, LocalSearch>()
  const keys = new Map<string, { readonly request: string; readonly id: string }>()

  function find(id: string): LocalSearch {
    const search = searches.get(id)
    if (search === undefined) throw refusal('not-found', `there is no search ${id}`)
    return search
  }

  let ids = 0
  const identity = () => ({ id: `local-${++ids}`, createdAt: world.wallClock() })

  function keep(search: LocalSearch): LocalSearch {
    searches.set(search.id, search)
    return search
  }

  function planned(request: SearchRequest) {
    const parsed = searchRequestSchema.safeParse(request)
    if (!parsed.success) throw schemaRefusal(parsed.error.issues)
    checkTrace(parsed.data.trace)
    const spec = runner.fillRequest(parsed.data, catalog)
    return { spec, plan: runner.planOf(spec, catalog) }
  }

  function start(request: SearchRequest): LocalSearch {
    const { spec, plan } = planned(request)
    const own = { ...identity(), spec, label: plan.label, forkedFrom: null }
    return keep(startSearch(own, (limits) => runner.prepareRun(plan, [], limits), world))
  }

  function fork(id: string, request: ForkRequest): LocalSearch {
    const first = find(id)
    const parsed = forkRequestSchema.safeParse(request)
    if (!parsed.success) throw schemaRefusal(parsed.error.issues)
    checkTrace(parsed.data.trace)
    const {
      at,
      seed,
      by = 'user',
      name = first.spec.name,
      budget = runner.extendBudget(first.spec.budget, first.fold.steering.extended),
    } = parsed.data
    const spec = { ...first.spec, name, budget }
    const plan = runner.planOf(spec, catalog)
    const where = { ...(at === undefined ? {} : { at }), ...(seed === undefined ? {} : { seed }), by, search: id }
    const log = runner.forkLog(plan, first.log.envelopes, where)
    const own = { ...identity(), spec, label: plan.label, forkedFrom: { id, at: log.at } }
    const events = log.envelopes.map(({ event }) => event)
    const details = first.details.filter(({ seq }) => seq < log.at)
    const begun = { log: log.envelopes, details }
    return keep(startSearch(own, (limits) => runner.prepareRun(plan, events, limits), world, begun))
  }

  /** What `make` gives, once for each key. */
  function once(make: () => LocalSearch, request: unknown, key: string | undefined): LocalSearch {
    if (key === undefined) return make()
    const text = JSON.stringify(request)
    const known = keys.get(key)
    if (known !== undefined && known.request !== text)
      throw refusal('idempotency-mismatch', 'this key came with another request before')
    const search = known === undefined ? make() : find(known.id)
    keys.set(key, { request: text, id: search.id })
    return search
  }

  return {
    all: () => [...searches.values()],
    find,
    unfinished: (id) => {
      const { status, fold } = find(id)
      // Its end may stand in its fold before its readers have it.
      if (status === 'finished' || status === 'failed' || fold.end !== null)
        throw refusal('search-ended', `search ${id} has ended; an ended search is not changed any more`)
      return find(id)
    },
    planned,
    create: (request, key) => once(() => start(request), request, key),
    fork: (id, request, key) => once(() => fork(id, request), { fork: id, ...request }, key),
    ofLog: ({ spec, label, envelopes, fold }) =>
      finishedSearch({ ...identity(), spec, label, forkedFrom: null }, envelopes, fold),
    adopt: keep,
  }
}

/** There is nobody here to hide a search from: it runs in its reader's own process. */
function checkTrace(trace: TraceLevel | undefined): void {
  if (trace === undefined || trace === 'full') return
  const message = `trace: got ${trace}; only a server can hide a search from its readers`
  throw invalidRequest(message, [{ pointer: '/trace', message }])
}
