import type { Clock } from '../clock.ts'

/** How many calls may be under way at one server, found out by asking. */
export interface Limiter {
  /** Calls at once, now. */
  readonly limit: number
  readonly inFlight: number
  /** Waits for a place. Rejects with the signal's reason. The function given is to be called once, with what became of the call. */
  enter(signal: AbortSignal): Promise<(end: CallEnd) => void>
}

export type CallEnd =
  { readonly type: 'served' | 'failed' } | { readonly type: 'limited'; readonly retryAfterMs: number | null }

export interface LimiterOptions {
  /** Calls at once, at most: where it begins. Default 32. */
  readonly max?: number
  readonly clock: Clock
  readonly onChange?: (limit: number) => void
}

/**
 * Additive increase, multiplicative decrease (Chiu and Jain 1989): a 429 halves the limit, once for all the calls that were under way when
 * it came; as many served calls as the limit raise it by one. Where the server says when to come back, nothing is begun before.
 */
export function createLimiter({ max = 32, clock, onChange = () => {} }: LimiterOptions): Limiter {
  const waiting: { readonly go: () => void }[] = []
  let limit = max
  let inFlight = 0
  let servedSince = 0
  let closedUntil = Number.NEGATIVE_INFINITY
  let cancelOpening: (() => void) | null = null
  /** Calls that began before this one count as one with the 429 that came last. */
  let round = 0

  function fill(): void {
    const closedMs = closedUntil - clock.now()
    if (closedMs > 0) {
      cancelOpening ??= clock.after(closedMs, () => {
        cancelOpening = null
        fill()
      })
      return
    }
    while (inFlight < limit && waiting.length > 0) {
      inFlight++
      waiting.shift()!.go()
    }
  }

  function leave(end: CallEnd, begunIn: number): void {
    inFlight--
    if (end.type === 'served' && limit < max && ++servedSince >= limit) change(limit + 1)
    if (end.type === 'limited') {
      if (begunIn === round) {
        round++
        change(Math.max(1, Math.floor(limit / 2)))
      }
      closedUntil = Math.max(closedUntil, clock.now() + (end.retryAfterMs ?? 0))
    }
    fill()
  }

  function change(next: number): void {
    servedSince = 0
    if (next === limit) return
    limit = next
    onChange(limit)
  }

  return {
    get limit() {
      return limit
    },
    get inFlight() {
      return inFlight
    },
    enter: async (signal) => {
      const isOpen = waiting.length === 0 && inFlight < limit && closedUntil <= clock.now()
      if (isOpen && !signal.aborted) inFlight++
      else await wait(signal)
      const begunIn = round
      return (end) => leave(end, begunIn)
    },
  }

  function wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error)
      const stop = (): void => {
        waiting.splice(waiting.indexOf(place), 1)
        reject(signal.reason as Error)
      }
      const place = {
        go: () => {
          signal.removeEventListener('abort', stop)
          resolve()
        },
      }
      signal.addEventListener('abort', stop, { once: true })
      waiting.push(place)
      fill()
    })
  }
}
