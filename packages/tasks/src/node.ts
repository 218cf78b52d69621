import { Worker } from 'node:worker_threads'
import { workerSandbox, type SandboxThread } from './sandbox/in-worker.ts'
import type { Sandbox } from './sandbox/sandbox.ts'

const ENTRY = import.meta.url.endsWith('.ts')
  ? new URL('./sandbox-from-source.mjs', import.meta.url)
  : new URL('./sandbox-worker.js', import.meta.url)

export interface NodeSandboxOptions {
  /** Milliseconds of wall time for one call, loading the thread not counted. Default 5,000. */
  readonly wallMs?: number
}

/** A sandbox in a thread of Node: for scripts that may mean harm. Its limits are those of `inProcessSandbox`, and wall time besides. */
export function nodeSandbox({ wallMs = 5000 }: NodeSandboxOptions = {}): Sandbox {
  return workerSandbox({ start: startThread, after }, wallMs)
}

async function startThread(): Promise<SandboxThread> {
  const worker = new Worker(ENTRY, { env: {} })
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread ended with ${code}`)))
  })
  forget(worker)
  worker.unref()
  return {
    post(job) {
      worker.ref()
      worker.postMessage(job)
    },
    onOutcome(listener) {
      worker.removeAllListeners('message')
      worker.once('message', (outcome) => {
        worker.unref()
        listener(outcome)
      })
    },
    onFailure(listener) {
      worker.removeAllListeners('error').removeAllListeners('exit')
      worker.once('error', ({ message }) => listener(message))
      worker.once('exit', (code) => listener(`the thread ended with ${code}`))
    },
    terminate() {
      forget(worker)
      void worker.terminate()
    },
  }
}

/** Not `removeAllListeners()`, which takes away what the thread listens with itself. */
function forget(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
