import { isProviderError, type Provider } from '@espalier/token'
import type { Limiter } from './limiter.ts'

/** Calls that wait for a place at the server. */
export function withLimit(provider: Provider, limiter: Limiter): Provider {
  return {
    name: provider.name,
    complete: async (request, context) => {
      const leave = await limiter.enter(context.signal)
      try {
        const reply = await provider.complete(request, context)
        leave({ type: 'served' })
        return reply
      } catch (error) {
        const isLimited = isProviderError(error) && error.code === 'rate-limited'
        leave(isLimited ? { type: 'limited', retryAfterMs: error.retryAfterMs ?? null } : { type: 'failed' })
        throw error
      }
    },
  }
}
