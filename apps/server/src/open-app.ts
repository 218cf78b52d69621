import { join } from 'node:path'
import { createCatalog } from '@espalier/catalog'
import { nodeSandbox } from '@espalier/tasks/node'
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
  // Its thread starts with the first program, and keeps no process alive.
  const sandbox = nodeSandbox()
  const catalog = createCatalog({ checkpoints, languageModels, sandbox })
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
  const close = async (): Promise<void> => {
    sandbox.close()
    await store.close()
  }
  return { server, store: { ...store, close } }
}
