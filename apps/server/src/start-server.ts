import type { Checkpoints, LanguageModelOptions } from '@espalier/catalog'
import type { TraceLevel } from '@espalier/protocol'
import type { Provider } from '@espalier/token'
import { LOOPBACK_HOSTS } from './http/guards/host-guard.ts'
import { listen } from './listen.ts'
import type { Limits } from './searches/limits.ts'
import { openApp } from './open-app.ts'
import { ServerError } from './server-error.ts'
import { silentLogger, type Logger } from './world/logger.ts'

/** Ours. */
export const DEFAULT_PORT = 4100

export interface ServerOptions {
  /** 0 takes any free one. Default {@link DEFAULT_PORT}. */
  readonly port?: number
  /** Address to listen on. Default `127.0.0.1`; any that is not loopback needs an `apiKey`. */
  readonly host?: string
  /** Where searches are kept. Default: in memory, gone with the process. */
  readonly dataDirectory?: string
  /** Asked for as `Authorization: Bearer`. Default: none is. */
  readonly apiKey?: string
  /** Built files of the playground. Default: none. */
  readonly playgroundDirectory?: string
  /** Bytes of the embedded models. Default: none, only models without weights. */
  readonly checkpoints?: Checkpoints
  /** Names beside those of loopback under which the server may be addressed, without ports. Default: the `host`. */
  readonly hostNames?: readonly string[]
  /** Origins of other pages that may call it, such as `http://localhost:5173`. Default: none. */
  readonly origins?: readonly string[]
  readonly limits?: Partial<Limits>
  /** How much of any search is shown, at most. Default `full`. */
  readonly trace?: TraceLevel
  /** Models behind other servers, by the names that OpenAI-compatible requests call them. Default: none. */
  readonly providers?: Readonly<Record<string, Provider>>
  /** Those that searches may be run over. Default: none. */
  readonly languageModels?: readonly LanguageModelOptions[]
  /** Default: silence. */
  readonly logger?: Logger
}

export interface RunningServer {
  /** `http://127.0.0.1:4100`, without a slash behind. */
  readonly url: string
  /** Stops it in order: readers get a farewell, searches are left where the next start goes on with them. May be called again. */
  close(): Promise<void>
}

/**
 * Starts a server; it listens when the promise resolves. Rejects with a ServerError (a key is needed, the port is taken), a StoreError
 * (`LOCKED`: another process has the directory), a ModelError (bytes that are no checkpoint) or a CatalogError
 * (language models that cannot be), and leaves nothing open then.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { port = DEFAULT_PORT, host = '127.0.0.1', apiKey, origins = [] } = options
  const logger = options.logger ?? silentLogger
  if (apiKey === undefined && !isLoopback(host)) {
    const message = `listening on ${host} needs a key, because everybody in the network could use the server: set an API key`
    throw new ServerError('KEY_REQUIRED', message)
  }
  const { server, store } = openApp(options, {
    hosts: [...LOOPBACK_HOSTS, ...(options.hostNames ?? namesOf(host))],
    origins,
  })
  const { app, start, stop } = server
  try {
    await start()
    const listening = await listen((request) => app.fetch(request), port, host)
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`
    logger.info('listening', { url })
    let closing: Promise<void> | null = null
    const close = async (): Promise<void> => {
      await stop()
      await listening.close()
      await store.close()
      logger.info('stopped')
    }
    return { url, close: () => (closing ??= close()) }
  } catch (error) {
    await stop()
    await store.close()
    throw error
  }
}

/** Names that a server on every interface answers to: the key is what protects it. */
function namesOf(host: string): readonly string[] {
  return host === '0.0.0.0' || host === '::' ? ['*'] : [host.includes(':') ? `[${host}]` : host.toLowerCase()]
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
