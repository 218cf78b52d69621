import type { Draw } from '@espalier/core'
import type { Clock } from './clock.ts'

/** The process's own clock. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Dice for the spread of retries, which need not be repeatable. */
export const systemDraw: Draw = () => Math.random()
