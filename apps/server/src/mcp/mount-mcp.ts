import { randomUUID } from 'node:crypto'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'
import type { Context, Hono } from 'hono'
import type { AppEnv } from '../http/operation.ts'
import { problem } from '../http/problem.ts'
import { readJson } from '../http/read-body.ts'
import { createMcpServer, type McpDeps } from './mcp-server.ts'

export const MCP_PATH = '/mcp'

/** Clients that may be connected at once. One more takes the place of the one that has been silent for longest, if that is long enough. */
const MAX_SESSIONS = 64
const IDLE_MS = 30 * 60_000
/** Below what proxies wait for. */
const KEEPALIVE_MS = 10_000

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport
  usedAt: number
}

/** The door for MCP clients over HTTP: the streamable transport, a session for each client. */
export interface McpDoor {
  /** Ends every session, and calls off what they wait for. */
  close(): Promise<void>
}

export function mountMcp(app: Hono<AppEnv>, deps: McpDeps): McpDoor {
  const { limits, clock, logger } = deps
  const sessions = new Map<string, Session>()

  async function begin(): Promise<Session | null> {
    if (sessions.size >= MAX_SESSIONS) {
      const [id, oldest] = [...sessions].reduce((a, b) => (b[1].usedAt < a[1].usedAt ? b : a))
      if (clock.now() - oldest.usedAt < IDLE_MS) return null
      sessions.delete(id)
      await oldest.transport.close()
    }
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      keepAliveMs: KEEPALIVE_MS,
      onsessioninitialized: (id) => void sessions.set(id, session),
    })
    const session: Session = { transport, usedAt: clock.now() }
    const server = createMcpServer(deps)
    Object.assign(server.server, {
      onclose: () => transport.sessionId !== undefined && sessions.delete(transport.sessionId),
      onerror: ({ name }: Error) => logger.info('an MCP client sent what is none of the protocol', { name }),
    })
    await server.connect(transport)
    return session
  }

  async function answer(c: Context<AppEnv>): Promise<Response> {
    const { method } = c.req
    const parsedBody = method === 'POST' ? await readJson(c, limits) : undefined
    const id = c.req.header('mcp-session-id')
    const isFirst = id === undefined && isInitializeRequest(parsedBody)
    const session = isFirst ? await begin() : (sessions.get(id ?? '') ?? null)
    if (session === null && isFirst) return problem(c, 'overloaded', `${sessions.size} clients are connected`)
    if (session === null) return refusal(id === undefined ? 400 : 404)
    session.usedAt = clock.now()
    return session.transport.handleRequest(c.req.raw, { parsedBody })
  }

  for (const method of ['GET', 'POST', 'DELETE']) app.on(method, MCP_PATH, answer)
  app.all(MCP_PATH, (c) =>
    problem(c, 'method-not-allowed', 'expected GET, POST, DELETE', [], { allow: 'GET, POST, DELETE' }),
  )

  return {
    close: async () => {
      await Promise.all([...sessions.values()].map(({ transport }) => transport.close()))
      sessions.clear()
    },
  }
}

/** As the protocol has it: 404 tells a client to begin a new session. */
function refusal(status: 400 | 404): Response {
  const message = status === 404 ? 'Session not found' : 'Mcp-Session-Id: expected one, or a request to initialize'
  return Response.json({ jsonrpc: '2.0', error: { code: -32000, message }, id: null }, { status })
}
