import { isProviderError, type ModelRequest, type Provider } from '@espalier/token'
import { callKey, recordLine, type RecordedOutcome } from './call-record.ts'

/**
 * Writes down every call and its outcome, failures included, before its caller sees it. Calls that were called off are not: nobody saw what
 * became of them. To be put around everything else, so that a replay needs none of it.
 */
export function recordCalls(provider: Provider, append: (line: string) => Promise<void>): Provider {
  const nthOf = countCalls()

  async function keep(key: string, nth: number, request: ModelRequest, outcome: RecordedOutcome): Promise<void> {
    await append(recordLine({ key, nth, provider: provider.name, request, outcome }))
  }

  return {
    name: provider.name,
    complete: async (request, context) => {
      const key = callKey(provider.name, request)
      const nth = nthOf(key)
      try {
        const reply = await provider.complete(request, context)
        await keep(key, nth, request, { reply })
        return reply
      } catch (error) {
        if (isProviderError(error) && error.code !== 'called-off') {
          const { code, message, status, usage } = error
          await keep(key, nth, request, {
            error: {
              code,
              message,
              ...(status === undefined ? {} : { status }),
              ...(usage === undefined ? {} : { usage }),
            },
          })
        }
        throw error
      }
    },
  }
}

/** How often each key came before. */
export function countCalls(): (key: string) => number {
  const counts = new Map<string, number>()
  return (key) => {
    const nth = counts.get(key) ?? 0
    counts.set(key, nth + 1)
    return nth
  }
}
