import { join } from 'node:path'
import { createCatalog } from '@espalier/catalog'
import { createApp, type ServerApp } from './create-app.ts'
import type { HostRules } from './http/guards/host-guard.ts'
import { diskRefinements } from './refinements/refinement-store.ts'
import type { ServerOptions } from './start-server.ts'
import { openDiskStore } from './store/disk/disk-store.ts'
import { memoryStore } from './store/memory-store.ts'
import type { SearchStore } from './store/search-store.ts'
import { systemClock } from './world/clock.ts'
import { silentLogger } from './world/logger.ts'

/** The server of some options, before it starts, and the store that it stands on. Throws a StoreError or a ModelError. */
export function openApp(
  options: Omit<ServerOptions, 'port' | 'host' | 'hostNames' | 'origins'>,
  hosts: HostRules,
): { readonly server: ServerApp; readonly store: SearchStore } {
  const { checkpoints = {}, dataDirectory, apiKey, playgroundDirectory, providers, limits, trace } = options
  const { languageModels = [] } = options
  const logger = options.logger ?? silentLogger
  const catalog = createCatalog({ checkpoints, languageModels })
  const report = (fault: string): void => logger.error('the data directory', { fault })
  const store = dataDirectory === undefined ? memoryStore() : openDiskStore(dataDirectory, { report })
  const server = createApp({
    store,
    catalog,
    clock: systemClock(),
    logger,
    hosts,
    processMetrics: true,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(playgroundDirectory === undefined ? {} : { playground: playgroundDirectory }),
    ...(providers === undefined ? {} : { providers }),
    ...(dataDirectory === undefined
      ? {}
      : { refinements: diskRefinements(join(dataDirectory, 'refinements'), report) }),
    ...(limits === undefined ? {} : { limits }),
    ...(trace === undefined ? {} : { trace }),
  })
  return { server, store }
}
