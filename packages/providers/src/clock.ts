/** Time as this package sees it. Injected, so that tests decide what time it is. */
export interface Clock {
  /** Milliseconds from any origin, never going back; only ever subtracted. */
  now(): number
  /** Milliseconds since 1970, for dates that servers send. */
  wall(): number
  /** Calls `run` once after `ms` milliseconds; gives the function that calls it off. */
  after(ms: number, run: () => void): () => void
}

/** Resolves after `ms`; rejects with the signal's reason if that fires first. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    const wake = (): void => {
      signal.removeEventListener('abort', stop)
      resolve()
    }
    const cancel = clock.after(ms, wake)
    const stop = (): void => {
      cancel()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
