import type { VirtualTime } from '@espalier/testing'
import type { Clock } from '../src/clock.ts'

/** A clock over virtual time. */
export function virtualClock(time: VirtualTime): Clock {
  return {
    now: time.now,
    wall: time.now,
    after: (ms, run) => {
      const controller = new AbortController()
      time.sleep(ms, controller.signal).then(run, () => {})
      return () => controller.abort()
    },
  }
}

/** A clock that a test moves by hand. */
export function manualClock(): Clock & { advance(ms: number): void } {
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  let now = 0
  return {
    now: () => now,
    wall: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance: (ms) => {
      now += ms
      for (const timer of timers) {
        if (timer.at > now) continue
        timers.delete(timer)
        timer.run()
      }
    },
  }
}
