import { vi } from 'vitest'

/** Runs `body` on a clock that moves on, timer by timer, whenever nothing else can. Throws when the body would wait for ever. */
export async function inFakeTime<T>(body: () => Promise<T>): Promise<T> {
  vi.useFakeTimers()
  try {
    let settled = false
    const running = body().finally(() => (settled = true))
    running.catch(() => {})
    for (;;) {
      // Lets all promise jobs run first.
      await vi.advanceTimersByTimeAsync(0)
      if (settled) return await running
      if (vi.getTimerCount() === 0) throw new Error('it waits for something that will never come')
      await vi.advanceTimersToNextTimerAsync()
    }
  } finally {
    vi.useRealTimers()
  }
}
