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
import checkpointAddress from 'virtual:checkpoint'
import type { ModelState } from './model-state.ts'

/** Runs searches away from the page's own thread, without any server: the local transport, offered over the worker's port. */
const port = globalThis as unknown as Port

async function fetchCheckpoint(): Promise<{ readonly checkpoint?: Uint8Array; readonly state: ModelState }> {
  if (checkpointAddress === null) return { state: { type: 'absent' } }
  try {
    const response = await fetch(checkpointAddress)
    if (!response.ok) throw new Error(`the checkpoint was answered with status ${response.status}`)
    return { checkpoint: new Uint8Array(await response.arrayBuffer()), state: { type: 'ready' } }
  } catch (error) {
    return { state: { type: 'failed', message: error instanceof Error ? error.message : String(error) } }
  }
}

function catalogWith(checkpoint: Uint8Array | undefined): {
  readonly catalog: runner.Catalog
  readonly broken: ModelState | null
} {
  try {
    return { catalog: runner.createCatalog(checkpoint === undefined ? {} : { checkpoint }), broken: null }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { catalog: runner.createCatalog(), broken: { type: 'failed', message } }
  }
}

const { checkpoint, state } = await fetchCheckpoint()
const { catalog, broken } = catalogWith(checkpoint)
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
