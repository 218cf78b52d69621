/** Time, as the server's parts see it. Injected, so that tests decide what time it is. */
export interface Clock {
  /** Milliseconds from any origin, never going back; only ever subtracted. */
  now(): number
  /** Milliseconds since 1970. */
  wall(): number
  /** Calls `run` once after `ms` milliseconds; gives the function that calls it off. Keeps no process alive. */
  after(ms: number, run: () => void): () => void
  /** Lets everything else that waits have its turn. */
  breathe(): Promise<void>
}

export function systemClock(): Clock {
  return {
    now: () => performance.now(),
    wall: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      timer.unref()
      return () => clearTimeout(timer)
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  }
}
