import {
  httpTransport,
  isClientError,
  type FetchFn,
  platformDelay,
  platformRandom,
  type CatalogInfo,
} from '@espalier/client'
import type { Home } from '../url/place.ts'
import type { ModelState } from '../worker/model-state.ts'
import { openingTransport, type OpeningTransport } from './opening-transport.ts'
import { workerTransport } from './worker-transport.ts'

/** Whether the server that this page came from answers for searches. */
export type ServerState =
  | { readonly type: 'looking' }
  | { readonly type: 'there' }
  /** The page was served by something that knows no searches, or by nothing any more. */
  | { readonly type: 'absent' }

export interface Homes {
  transport(home: Home): OpeningTransport
  /** What searches can be made of at a home; asked for once, and again after a failure. */
  catalog(home: Home): Promise<CatalogInfo>
  subscribe(listener: () => void): () => void
  serverState(): ServerState
  /** What became of the embedded model of this page's own searches. */
  modelState(): ModelState
  /** Asks the server again. */
  look(): void
}

/** The places where this page can run searches. The worker is started when it is first needed. */
export function createHomes(fetch: FetchFn): Homes {
  const listeners = new Set<() => void>()
  const catalogs = new Map<Home, Promise<CatalogInfo>>()
  const server = openingTransport(
    httpTransport({
      baseUrl: '',
      fetch,
      delay: platformDelay,
      random: platformRandom,
    }),
  )
  let page: OpeningTransport | null = null
  let state: ServerState = { type: 'looking' }
  let model: ModelState = { type: 'loading' }

  function heardOfModel(next: ModelState): void {
    model = next
    tell()
  }

  const transport = (home: Home): OpeningTransport =>
    home === 'server' ? server : (page ??= openingTransport(workerTransport(heardOfModel)))

  function catalog(home: Home): Promise<CatalogInfo> {
    const known = catalogs.get(home)
    if (known !== undefined) return known
    const asked = transport(home).catalog()
    catalogs.set(home, asked)
    asked.catch(() => catalogs.delete(home))
    return asked
  }

  function become(next: ServerState): void {
    state = next
    tell()
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  function look(): void {
    catalog('server').then(
      () => become({ type: 'there' }),
      (error: unknown) => {
        const refused = isClientError(error) && error.problem !== null
        become({ type: refused ? 'there' : 'absent' })
      },
    )
  }

  look()
  return {
    transport,
    catalog,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    serverState: () => state,
    modelState: () => model,
    look,
  }
}
