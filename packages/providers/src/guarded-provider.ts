import type { Draw } from '@espalier/core'
import type { Provider } from '@espalier/token'
import type { Clock } from './clock.ts'
import { createLimiter } from './guard/limiter.ts'
import { withFallbacks } from './guard/with-fallbacks.ts'
import { withLimit } from './guard/with-limit.ts'
import { withRetries } from './guard/with-retries.ts'
import type { Ledger } from './money/ledger.ts'
import type { Price } from './money/price-table.ts'
import { withBudget } from './money/with-budget.ts'
import type { Capability, NotifyFn } from './notice.ts'
import { systemClock, systemDraw } from './platform.ts'

export interface GuardOptions {
  /** Default: the process's. */
  readonly clock?: Clock
  /** Spreads retries. Default: the process's. */
  readonly draw?: Draw
  /** Default: nobody is told. */
  readonly notify?: NotifyFn
  /** Calls at once, at most; fewer where the server says so. Default 32. */
  readonly concurrency?: number
  /** Attempts at one call. Default 4. */
  readonly attempts?: number
  /** Milliseconds of the first wait between two. Default 500. */
  readonly baseMs?: number
  /** Absent or null: unknown. */
  readonly price?: Price | null
  /** Purse that the calls are paid from. Default: none. */
  readonly ledger?: Ledger | null
  /** What the server is known not to do. Default: it is found out. */
  readonly cannot?: readonly Capability[]
}

/**
 * A provider with everything around it that the world makes necessary, from outside to inside: fallbacks, retries, a place among those at
 * the server, and money put by for each attempt.
 */
export function guardedProvider(provider: Provider, options: GuardOptions = {}): Provider {
  const { notify = () => {}, cannot } = options
  return withFallbacks(guardedCalls(provider, options), { notify, ...(cannot === undefined ? {} : { cannot }) })
}

/** The same without fallbacks, for what can be asked in one way only. */
export function guardedCalls(provider: Provider, options: Omit<GuardOptions, 'cannot'> = {}): Provider {
  const { clock = systemClock, draw = systemDraw, notify = () => {}, price = null, ledger = null } = options
  const { concurrency, attempts, baseMs } = options
  const limiter = createLimiter({
    clock,
    ...(concurrency === undefined ? {} : { max: concurrency }),
    onChange: (limit) => notify({ type: 'concurrency', provider: provider.name, limit }),
  })
  const paid = withBudget(provider, { price, ledger, notify })
  return withRetries(withLimit(paid, limiter), {
    clock,
    draw,
    notify,
    ...(attempts === undefined ? {} : { attempts }),
    ...(baseMs === undefined ? {} : { baseMs }),
  })
}
