import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { ServerError } from './server-error.ts'

/** Longer than clients and proxies keep idle connections, so that none is closed just as they write to it. */
const KEEP_ALIVE_MS = 75_000
/** Milliseconds for what is under way to finish before its connections are cut. */
const GRACE_MS = 5_000

export interface Listening {
  readonly port: number
  /** Takes no new connections, waits for what is under way, and cuts what does not end. */
  close(): Promise<void>
}

/** Puts a fetch handler on a port; 0 takes any free one. Rejects with a ServerError. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
  host: string,
): Promise<Listening> {
  const answer = getRequestListener(fetch, { overrideGlobalObjects: false })
  const server = createServer((request, response) => void answer(request, response))
  server.keepAliveTimeout = KEEP_ALIVE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, port, host)))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => close(server),
  }
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): ServerError {
  const place = `${host}:${port}`
  if (error.code === 'EADDRINUSE') {
    const message = `${place} is in use, perhaps by another Espalier: choose another port, or 0 for any free one`
    return new ServerError('ADDRESS_IN_USE', message, { cause: error })
  }
  return new ServerError('ADDRESS_UNAVAILABLE', `${place} cannot be listened on (${error.code ?? 'unknown'})`, {
    cause: error,
  })
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(timer)
}
