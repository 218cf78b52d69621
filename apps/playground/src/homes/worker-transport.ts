import { portTransport, type Port, type SearchTransport } from '@espalier/client'
import type { ModelState } from '../worker/model-state.ts'

/**
 * Searches in a worker of this page. Questions wait until the worker has its model: its port takes nothing before. A worker that breaks
 * answers everything with `unreachable`.
 */
export function workerTransport(onModel: (state: ModelState) => void): SearchTransport {
  const worker = new Worker(new URL('../worker/search-worker.ts', import.meta.url), { type: 'module' })
  const waiting: unknown[] = []
  let isReady = false
  const port: Port = {
    postMessage: (message) => {
      if (isReady) worker.postMessage(message)
      else waiting.push(message)
    },
    addEventListener: (type, listener) => worker.addEventListener(type, listener),
    removeEventListener: (type, listener) => worker.removeEventListener(type, listener),
  }
  const transport = portTransport(port)
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'object' || data === null || !('modelState' in data)) return
    isReady = true
    for (const message of waiting.splice(0)) worker.postMessage(message)
    onModel(data.modelState as ModelState)
  })
  worker.addEventListener('error', (event) => {
    onModel({ type: 'failed', message: event.message || 'the worker of this page broke' })
    transport.close()
  })
  return transport
}
