import type { Draw } from '@espalier/core'
import { isProviderError, ProviderError, type Provider, type ProviderErrorCode } from '@espalier/token'
import { sleep, type Clock } from '../clock.ts'
import type { NotifyFn } from '../notice.ts'

export interface RetryOptions {
  readonly clock: Clock
  readonly draw: Draw
  readonly notify: NotifyFn
  /** Attempts in all, at least 1. Default 4. */
  readonly attempts?: number
  /** Milliseconds before the second attempt, at most; doubled for each one after. Default 500. */
  readonly baseMs?: number
  /** The longest wait. A server that wants to be left alone for longer is not asked again. Default 60,000. */
  readonly maxWaitMs?: number
}

/** What may go well the next time. A reply that was read to its end and is wrong is not: it has been paid for. */
const PASSING: readonly ProviderErrorCode[] = [
  'refused',
  'reset',
  'timeout',
  'rate-limited',
  'server-error',
  'truncated',
  'not-json',
]

/**
 * Makes a call again that failed for a reason that may pass, after an exponential wait with full jitter, or when the server says
 * (`Retry-After`). Not once a part of the reply was handed on. The last failure says how many attempts there were.
 */
export function withRetries(provider: Provider, options: RetryOptions): Provider {
  const { clock, draw, notify, attempts = 4, baseMs = 500, maxWaitMs = 60_000 } = options
  return {
    name: provider.name,
    complete: async (request, context) => {
      let hasBegun = false
      const { onPiece } = context
      const watched =
        onPiece === undefined
          ? context
          : {
              signal: context.signal,
              onPiece: (piece: Parameters<typeof onPiece>[0]) => {
                hasBegun = true
                onPiece(piece)
              },
            }
      for (let attempt = 1; ; attempt++) {
        try {
          return await provider.complete(request, watched)
        } catch (error) {
          if (!isProviderError(error) || hasBegun || !PASSING.includes(error.code)) throw error
          const { code, message, retryAfterMs } = error
          const waitMs = retryAfterMs ?? Math.min(maxWaitMs, baseMs * 2 ** (attempt - 1)) * draw()
          if (attempt >= attempts || waitMs > maxWaitMs) throw lastFailure(error, attempt)
          notify({ type: 'retry', provider: provider.name, code, message, attempt, waitMs })
          await sleep(clock, waitMs, context.signal)
        }
      }
    },
  }
}

function lastFailure(error: ProviderError, attempts: number): ProviderError {
  if (attempts === 1) return error
  const { code, message, status, retryAfterMs, usage } = error
  return new ProviderError(code, `${message} (${attempts} attempts)`, {
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(usage === undefined ? {} : { usage }),
  })
}
