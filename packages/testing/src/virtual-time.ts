/** A clock that only moves when everybody waits for it: minutes pass at once, in the right order, and nothing depends on the machine. */
export interface VirtualTime {
  /** Virtual milliseconds since the beginning. */
  readonly now: () => number
  /** Waits that long, or until the signal fires: then it rejects. */
  sleep(
    ms: number,
    signal?: { readonly aborted: boolean; addEventListener(type: 'abort', listener: () => void): void },
  ): Promise<void>
}

interface Sleeper {
  readonly until: number
  readonly order: number
  readonly wake: () => void
}

/**
 * Runs `body` in virtual time. Whenever nothing else can go on, the clock moves to the earliest sleeper and wakes it. Throws when
 * the body waits although nobody sleeps: it would wait for ever.
 */
export async function inVirtualTime<T>(body: (time: VirtualTime) => Promise<T>): Promise<T> {
  const sleepers: Sleeper[] = []
  let now = 0
  let order = 0
  let settled = false
  const time: VirtualTime = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { until: now + Math.max(0, ms), order: order++, wake: resolve }
        sleepers.push(sleeper)
        const callOff = (): void => {
          const at = sleepers.indexOf(sleeper)
          if (at >= 0) sleepers.splice(at, 1)
          reject(new Error('called off'))
        }
        if (signal?.aborted === true) callOff()
        else signal?.addEventListener('abort', callOff)
      }),
  }
  const running = body(time).finally(() => (settled = true))
  running.catch(() => {})
  for (;;) {
    // All promise jobs are done before the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
    if (settled) return running
    if (sleepers.length === 0)
      throw new Error(`nobody sleeps at ${now} ms, and yet the work is not done: it waits for ever`)
    sleepers.sort((a, b) => a.until - b.until || a.order - b.order)
    const next = sleepers.shift()!
    now = next.until
    next.wake()
  }
}
