import {
  localTransport,
  platformBreathe,
  platformClock,
  platformDelay,
  platformWallClock,
  serveTransport,
  type Port,
} from '@espalier/client'
import * as runner from '@espalier/catalog'
import addresses from 'virtual:checkpoint'
import type { ModelState } from './model-state.ts'

/** Runs searches away from the page's own thread, without any server: the local transport, offered over the worker's port. */
const port = globalThis as unknown as Port

async function fetchBytes(address: string): Promise<Uint8Array> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`the checkpoint was answered with status ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

async function fetchCheckpoints(): Promise<{ readonly checkpoints: runner.Checkpoints; readonly state: ModelState }> {
  const named = Object.entries(addresses)
  if (named.length === 0) return { checkpoints: {}, state: { type: 'absent' } }
  try {
    const fetched = await Promise.all(named.map(async ([task, address]) => [task, await fetchBytes(address)] as const))
    return { checkpoints: Object.fromEntries(fetched), state: { type: 'ready' } }
  } catch (error) {
    return {
      checkpoints: {},
      state: { type: 'failed', message: error instanceof Error ? error.message : String(error) },
    }
  }
}

function catalogWith(checkpoints: runner.Checkpoints): {
  readonly catalog: runner.Catalog
  readonly broken: ModelState | null
} {
  try {
    return { catalog: runner.createCatalog({ checkpoints }), broken: null }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { catalog: runner.createCatalog(), broken: { type: 'failed', message } }
  }
}

const { checkpoints, state } = await fetchCheckpoints()
const { catalog, broken } = catalogWith(checkpoints)
serveTransport(
  localTransport({
    runner,
    catalog,
    clock: platformClock,
    wallClock: () => new Date(platformWallClock()).toISOString(),
    breathe: platformBreathe,
    delay: platformDelay,
  }),
  port,
)
port.postMessage({ modelState: broken ?? state })
