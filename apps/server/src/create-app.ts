import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { requestId } from 'hono/request-id'
import type { Catalog } from '@espalier/catalog'
import type { TraceLevel } from '@espalier/protocol'
import { mountOpenAi, OPENAI_PATHS } from './openai/mount-openai.ts'
import { openAiRefusals } from './openai/openai-refusals.ts'
import type { Provider } from '@espalier/token'
import { docsPage } from './http/docs-page.ts'
import { encodeEnvelopes } from './http/encode.ts'
import { failureResponse } from './http/failure.ts'
import { bearerGuard } from './http/guards/bearer-guard.ts'
import { hostGuard, type HostRules } from './http/guards/host-guard.ts'
import { securityHeaders } from './http/guards/security-headers.ts'
import { uriGuard } from './http/guards/uri-guard.ts'
import { createMetrics } from './http/metrics.ts'
import { mount } from './http/mount.ts'
import { openApiDocument } from './http/openapi.ts'
import type { AnyOperation, AppEnv } from './http/operation.ts'
import { catalogOperations } from './http/operations/catalog-operations.ts'
import { createOperations } from './http/operations/create-operations.ts'
import { eventOperations } from './http/operations/event-operations.ts'
import { fileOperations } from './http/operations/file-operations.ts'
import { healthOperations } from './http/operations/health-operations.ts'
import { refinementOperations } from './http/operations/refinement-operations.ts'
import { searchOperations } from './http/operations/search-operations.ts'
import { thoughtOperations } from './http/operations/thought-operations.ts'
import { treeOperations } from './http/operations/tree-operations.ts'
import { problem } from './http/problem.ts'
import { createMcpServer } from './mcp/mcp-server.ts'
import { MCP_PATH, mountMcp } from './mcp/mount-mcp.ts'
import { servePlayground } from './playground/serve-playground.ts'
import { createRefinementService } from './refinements/refinement-service.ts'
import { memoryRefinements, type RefinementStore } from './refinements/refinement-store.ts'
import { DEFAULT_LIMITS, type Limits } from './searches/limits.ts'
import { createSearchService } from './searches/search-service.ts'
import type { SearchStore } from './store/search-store.ts'
import { shownSearches } from './trace/shown-searches.ts'
import { tracePolicy } from './trace/trace-policy.ts'
import type { Clock } from './world/clock.ts'
import { timeOrderedIds } from './world/ids.ts'
import type { Logger } from './world/logger.ts'

export interface AppDeps {
  readonly store: SearchStore
  readonly catalog: Catalog
  readonly clock: Clock
  readonly logger: Logger
  /** Under which names and from which pages requests are taken. */
  readonly hosts: HostRules
  /** Asked for as `Authorization: Bearer`. Default: none is. */
  readonly apiKey?: string
  /** Built files of the playground. Default: none, a page says how to build them. */
  readonly playground?: string
  readonly limits?: Partial<Limits>
  /** How much of any search is shown, at most. Default `full`. */
  readonly trace?: TraceLevel
  /** Models behind other servers, by the names that OpenAI-compatible requests call them. Default: none. */
  readonly providers?: Readonly<Record<string, Provider>>
  /** Where runs of self-play are kept. Default: in memory. */
  readonly refinements?: RefinementStore
  /** Whether `/metrics` speaks of the process too. Default: no. */
  readonly processMetrics?: boolean
}

/** A server without a socket: `app.fetch` answers requests. */
export interface ServerApp {
  readonly app: Hono<AppEnv>
  /** Every operation with its schemas, as OpenAPI 3.1. */
  readonly document: Readonly<Record<string, unknown>>
  /** A server of the Model Context Protocol over the same searches, for a client that comes another way than over HTTP. */
  mcp(): McpServer
  /** Takes up what was left unfinished. To be called before the first request. */
  start(): Promise<void>
  /** Takes nothing new, says goodbye to every reader, and leaves the searches where the next process can go on with them. */
  stop(): Promise<void>
}

const VERSION = '1'

export function createApp(deps: AppDeps): ServerApp {
  const { store, catalog, clock, logger, hosts, apiKey, playground = null } = deps
  const limits = { ...DEFAULT_LIMITS, ...deps.limits }
  const readers = { count: 0 }
  let ready = false
  const metrics = createMetrics({
    searches: () => service.counts(),
    readers: () => readers.count,
    process: deps.processMetrics === true,
  })
  const ids = timeOrderedIds(() => clock.wall())
  const service = createSearchService({
    store,
    clock,
    ids,
    logger,
    catalog,
    limits,
    traces: tracePolicy(deps.trace ?? 'full'),
    encode: encodeEnvelopes,
    onKept: (events) => metrics.events(events),
  })
  const http = { service: shownSearches(service, catalog), catalog, limits, clock }
  const app = new Hono<AppEnv>()
  app.onError((error, c) => failureResponse(error, c, logger))
  app.notFound((c) => problem(c, 'not-found', 'nothing is at this address'))
  for (const path of [...OPENAI_PATHS, '/openai/*']) app.use(path, openAiRefusals())
  app.use(
    requestId({ headerName: '' }),
    metrics.middleware,
    securityHeaders(),
    uriGuard(limits.urlChars),
    hostGuard(hosts),
  )
  app.use(async (c, next) => {
    await next()
    c.header('x-request-id', c.get('requestId'))
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  if (hosts.origins.length > 0)
    app.use(cors({ origin: [...hosts.origins], exposeHeaders: ['location', 'x-seq', 'mcp-session-id'] }))
  if (apiKey !== undefined)
    for (const path of ['/v1/*', '/openai/*', '/metrics', MCP_PATH]) app.use(path, bearerGuard(apiKey))
  const providers = deps.providers ?? {}
  const refinements = createRefinementService({
    store: deps.refinements ?? memoryRefinements(),
    providers,
    ids,
    clock,
    logger,
  })
  const stopping = new AbortController()
  const tools = { ...http, logger, version: VERSION, stopping: stopping.signal }
  const mcp = mountMcp(app, tools)
  const openAi = mountOpenAi(app, { ...http, logger, ids, providers })
  const operations: readonly AnyOperation[] = [
    ...createOperations(http),
    ...searchOperations(http),
    ...eventOperations(http, readers),
    ...treeOperations(http),
    ...thoughtOperations(http),
    ...fileOperations(http),
    ...refinementOperations(refinements, (deps.trace ?? 'full') === 'full'),
    ...catalogOperations(http, openAi),
    ...healthOperations(() => ready, metrics),
  ]
  const document = openApiDocument(operations, VERSION)

  mount(app, operations, limits)
  app.get('/openapi.json', (c) => c.json(document))
  app.get('/docs', async (c) => c.html(await docsPage(document)))
  servePlayground(app, playground)

  return {
    app,
    document,
    mcp: () => createMcpServer(tools),
    start: async () => {
      await service.start()
      refinements.start()
      ready = true
    },
    stop: async () => {
      ready = false
      stopping.abort()
      await service.stop()
      await refinements.stop()
      await mcp.close()
    },
  }
}
