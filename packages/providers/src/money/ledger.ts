import { checkNumber, type StopFn } from '@espalier/core'
import { ProviderError } from '@espalier/token'
import { NANO, type NanoUsd } from './price-table.ts'

/** Money put by for a call that is under way. */
export interface Reservation {
  readonly amount: NanoUsd
  /** The call is over and cost this much. To be called once. */
  settle(cost: NanoUsd): void
}

/** One purse for many callers. What is spent and what is put by is never more than the cap. */
export interface Ledger {
  readonly capUsd: number
  readonly spentUsd: number
  readonly reservedUsd: number
  /** A call did not fit any more: whatever still fits is smaller. */
  readonly isSpent: boolean
  /**
   * Puts money by for a call, at once or when calls under way turn out to cost less than was put by for them. Rejects with `budget-spent`
   * where even then it could not fit, or with the signal's reason. First come, first served.
   */
  reserve(amount: NanoUsd, signal: AbortSignal): Promise<Reservation>
}

interface Waiting {
  readonly amount: NanoUsd
  readonly grant: (reservation: Reservation) => void
  readonly refuse: (error: Error) => void
}

/** A purse with at most `capUsd` US dollars. */
export function createLedger(capUsd: number): Ledger {
  const cap = Math.floor(checkNumber('capUsd', capUsd, { min: 0, max: 1_000_000 }) * NANO + 1e-6)
  let queue: readonly Waiting[] = []
  let spent = 0
  let reserved = 0
  let isSpent = false

  function put(amount: NanoUsd): Reservation {
    reserved += amount
    let isOpen = true
    return {
      amount,
      settle: (cost) => {
        if (!isOpen) return
        isOpen = false
        reserved -= amount
        spent += cost
        review()
      },
    }
  }

  /** Those that fit now are let through in order; those that never will are refused. */
  function review(): void {
    const waiting: Waiting[] = []
    for (const each of queue) {
      if (spent + each.amount > cap) {
        isSpent = true
        each.refuse(spentError(each.amount))
      } else if (waiting.length === 0 && spent + reserved + each.amount <= cap) each.grant(put(each.amount))
      else waiting.push(each)
    }
    queue = waiting
  }

  const spentError = (amount: NanoUsd): ProviderError =>
    new ProviderError(
      'budget-spent',
      `the call may cost ${dollars(amount)}, and ${dollars(Math.max(0, cap - spent))} of ${dollars(cap)} are left`,
    )

  return {
    capUsd: cap / NANO,
    get spentUsd() {
      return spent / NANO
    },
    get reservedUsd() {
      return reserved / NANO
    },
    get isSpent() {
      return isSpent
    },
    reserve: (amount, signal) => {
      // Nothing to wait for: the usual case, without a listener.
      if (queue.length === 0 && !signal.aborted && spent + reserved + amount <= cap) return Promise.resolve(put(amount))
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error)
        const leave = (): void => {
          queue = queue.filter((each) => each !== waiting)
          reject(signal.reason as Error)
          review()
        }
        const waiting: Waiting = {
          amount,
          grant: (reservation) => {
            signal.removeEventListener('abort', leave)
            resolve(reservation)
          },
          refuse: (error) => {
            signal.removeEventListener('abort', leave)
            reject(error)
          },
        }
        signal.addEventListener('abort', leave, { once: true })
        queue = [...queue, waiting]
        review()
      })
    },
  }
}

const dollars = (amount: NanoUsd): string => `$${(amount / NANO).toFixed(6)}`

/** Stops a search when a purse that it draws on can pay for no further call of the kind that was asked last. */
export function untilSpent(ledger: Pick<Ledger, 'isSpent'>): StopFn {
  return () => (ledger.isSpent ? 'cost' : null)
}
