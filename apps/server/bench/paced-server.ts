/**
 * A server whose searches grow by so many nodes a second, for benchmarks of what watches them: `--rate N --playground DIR`. Prints its
 * address. Everything is the server's own but the pace of the model.
 */
import { setTimeout as after } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createCatalog, type CatalogModel } from '@espalier/catalog'
import { createApp } from '../src/create-app.ts'
import { LOOPBACK_HOSTS } from '../src/http/guards/host-guard.ts'
import { listen } from '../src/listen.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { systemClock } from '../src/world/clock.ts'
import { silentLogger } from '../src/world/logger.ts'

const { values } = parseArgs({ options: { rate: { type: 'string' }, playground: { type: 'string' } } })
const rate = Number(values.rate)

/** A model that answers when the nodes it has made are due. */
function paced(model: CatalogModel): CatalogModel {
  return {
    ...model,
    createExpand: (task) => {
      const { expand, dispose } = model.createExpand(task)
      const began = performance.now()
      let made = 0
      return {
        dispose,
        expand: async (trial, options) => {
          const outcome = await expand(trial, options)
          made += outcome.proposals?.length ?? 0
          const wait = began + (made / rate) * 1000 - performance.now()
          if (wait > 4) await after(wait)
          return outcome
        },
      }
    },
  }
}

const catalog = createCatalog()
const { app, start } = createApp({
  store: memoryStore(),
  catalog: { ...catalog, models: catalog.models.map(paced) },
  clock: systemClock(),
  logger: silentLogger,
  hosts: { hosts: LOOPBACK_HOSTS, origins: [] },
  ...(values.playground === undefined ? {} : { playground: values.playground }),
})
await start()
const { port } = await listen((request) => app.fetch(request), 0, '127.0.0.1')
console.log(`http://127.0.0.1:${port}`)
