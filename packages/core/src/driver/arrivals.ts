import type { TrialId } from '../events/event.ts'
import type { Outcome } from '../search/expansion.ts'
import type { NodeId } from '../tree/tree.ts'

export interface Arrival<Step> {
  readonly trial: TrialId
  readonly node: NodeId
  readonly outcome: Outcome<Step>
  /** What of the concurrency is free again. */
  readonly slots: number
}

/** Results that came back and were not told yet. */
export interface Arrivals<Step> {
  /** A trial was sent out. */
  expect(trial: TrialId): void
  put(arrival: Arrival<Step>): void
  /** What may be told now; empty while it has to wait. */
  take(): readonly Arrival<Step>[]
  /** Whether `take` would give something. */
  readonly isReady: boolean
}

/** Everything that came back, in the order in which it did. */
export function asTheyCome<Step>(): Arrivals<Step> {
  const waiting: Arrival<Step>[] = []
  return {
    expect: () => {},
    put: (arrival) => void waiting.push(arrival),
    take: () => waiting.splice(0),
    get isReady() {
      return waiting.length > 0
    },
  }
}

/**
 * One result at a time, that of the oldest trial still out, whatever came back before it. So what is known at each ask depends on the results
 * alone and not on how long they took.
 */
export function oldestFirst<Step>(): Arrivals<Step> {
  const out: TrialId[] = []
  const waiting = new Map<TrialId, Arrival<Step>>()
  return {
    expect: (trial) => void out.push(trial),
    put: (arrival) => void waiting.set(arrival.trial, arrival),
    take() {
      const arrival = waiting.get(out[0]!)
      if (arrival === undefined) return []
      waiting.delete(out.shift()!)
      return [arrival]
    },
    get isReady() {
      return waiting.has(out[0]!)
    },
  }
}
