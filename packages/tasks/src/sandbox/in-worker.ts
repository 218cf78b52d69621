import { closedError } from './closed.ts'
import { checkCall, type Sandbox, type SandboxCall, type SandboxLimits, type SandboxOutcome } from './sandbox.ts'

export interface SandboxJob {
  readonly call: SandboxCall
  readonly limits: Partial<SandboxLimits>
}

/** A thread of the platform, ready for work, that answers each job with its outcome. */
export interface SandboxThread {
  post(job: SandboxJob): void
  onOutcome(listener: (outcome: SandboxOutcome) => void): void
  /** The thread ended of itself. */
  onFailure(listener: (message: string) => void): void
  terminate(): void
}

export interface ThreadPlatform {
  start(): Promise<SandboxThread>
  /** Calls back after so many milliseconds unless it is told not to. */
  after(ms: number, run: () => void): () => void
}

/**
 * A sandbox in a thread of its own, which is ended where a call takes longer than `wallMs`: nothing that a script does outlasts that. Calls are
 * done one after the other, in one thread as long as none has to be ended.
 */
export function workerSandbox(platform: ThreadPlatform, wallMs: number): Sandbox {
  let thread: SandboxThread | null = null
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false
  const end = (): void => {
    thread?.terminate()
    thread = null
  }
  const runNow = async (job: SandboxJob): Promise<SandboxOutcome> => {
    if (isClosed) throw closedError()
    let ready: SandboxThread
    try {
      ready = thread ??= await platform.start()
    } catch (error) {
      return { type: 'crashed', message: error instanceof Error ? error.message : String(error) }
    }
    return new Promise((resolve) => {
      const finish = (outcome: SandboxOutcome, isBroken: boolean): void => {
        cancel()
        if (isBroken && thread === ready) end()
        resolve(outcome)
      }
      const cancel = platform.after(wallMs, () => finish({ type: 'out-of-time' }, true))
      ready.onFailure((message) => finish({ type: 'crashed', message }, true))
      ready.onOutcome((outcome) => finish(outcome, outcome.type === 'crashed'))
      ready.post(job)
    })
  }
  return {
    async run(call, limits = {}) {
      checkCall(call)
      const result = last.then(() => runNow({ call, limits }))
      last = result.catch(() => null)
      return result
    },
    close() {
      isClosed = true
      end()
    },
  }
}
