import type { Signal } from '@espalier/core'
import type { DelayFn } from './transport/world.ts'

/**
 * Clock, timers and dice of the page, worker or process that this runs in: what the transports and the store take by injection. The one
 * file of this package that touches the world.
 */

declare const setTimeout: (run: () => void, ms: number) => unknown
declare const clearTimeout: (timer: never) => void
/** In Node alone. */
declare const setImmediate: ((run: () => void) => unknown) | undefined
declare const performance: { now(): number }

/** Waits; rejects when the signal fires first. */
export const platformDelay: DelayFn = (ms: number, signal?: Signal) =>
  new Promise((resolve, reject) => {
    const callOff = (): void => {
      clearTimeout(timer as never)
      reject(new Error('called off'))
    }
    if (signal?.aborted === true) return reject(new Error('called off'))
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', callOff)
      resolve()
    }, ms)
    signal?.addEventListener('abort', callOff, { once: true })
  })

/** Chance in [0, 1). */
export const platformRandom = (): number => Math.random()

/** Milliseconds from any origin. */
export const platformClock = (): number => performance.now()

/** The time of day, RFC 3339. */
export const platformWallClock = (): string => new Date().toISOString()

/**
 * Lets the page, worker or process do other work: resolves in a later task of its event loop. Not by a timer in Node: it works off all
 * that are due before anything else, and of two searches that take turns one always is.
 */
export const platformBreathe = (): Promise<void> =>
  new Promise((resolve) => void (typeof setImmediate === 'function' ? setImmediate(resolve) : setTimeout(resolve, 0)))
