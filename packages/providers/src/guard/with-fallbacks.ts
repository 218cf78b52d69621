import { addUsage, keyedDraw } from '@espalier/core'
import {
  cutAt,
  isProviderError,
  type ModelContext,
  type ModelReply,
  type ModelRequest,
  type ModelUsage,
  type Provider,
} from '@espalier/token'
import type { Capability, NotifyFn } from '../notice.ts'
import { FALLBACKS, isTooMuchFor, withoutCapability } from './fallbacks.ts'

export interface FallbackOptions {
  /** What is known not to work. What is not said is tried, and found out by what the server answers. */
  readonly cannot?: readonly Capability[]
  readonly notify: NotifyFn
}

/**
 * Does what a server cannot do in another way, and says so once: several samples by as many calls at once with seeds of their own, stop
 * texts by cutting, a schema by asking for it in words, plain text as a message and the other way round. Log-probabilities and seeds are
 * gone without. A server shows what it cannot do by refusing the field, or by leaving it out of its reply.
 */
export function withFallbacks(provider: Provider, { cannot = [], notify }: FallbackOptions): Provider {
  const missing = new Set<Capability>(cannot)
  const said = new Set<Capability>()

  function goWithout(capability: Capability): void {
    missing.add(capability)
    if (said.has(capability)) return
    said.add(capability)
    notify({ type: 'fallback', provider: provider.name, capability, message: FALLBACKS[capability] })
  }

  async function complete(request: ModelRequest, context: ModelContext): Promise<ModelReply> {
    const asked = shaped(request)
    const { samples = 1 } = asked
    if (samples > 1 && missing.has('samples')) {
      goWithout('samples')
      return several(asked, samples, 0, context)
    }
    let reply: ModelReply
    try {
      reply = await provider.complete(asked, context)
    } catch (error) {
      const capability = isProviderError(error) ? isTooMuchFor(error, asked) : null
      if (capability === null || missing.has(capability)) throw error
      goWithout(capability)
      return complete(request, context)
    }
    if (asked.logProbabilities === true && reply.samples.every(({ tokens }) => tokens === null))
      goWithout('logProbabilities')
    const whole = { ...reply, samples: reply.samples.map((sample) => cutAt(sample, request.stop ?? [])) }
    if (whole.samples.length >= samples || samples === 1) return whole
    goWithout('samples')
    const rest = await several(asked, samples - whole.samples.length, whole.samples.length, context)
    return joined([whole, rest])
  }

  /** The request as the server can take it, as far as is known. */
  function shaped(request: ModelRequest): ModelRequest {
    let asked = request
    for (const capability of missing) {
      const less = withoutCapability(asked, capability)
      if (less !== asked) goWithout(capability)
      asked = less
    }
    return asked
  }

  /** Samples one by one. Those that fail are missing; if all do, the whole fails as the first of them did. */
  async function several(
    request: ModelRequest,
    count: number,
    first: number,
    { signal, onPiece }: ModelContext,
  ): Promise<ModelReply> {
    // Each has a signal of its own: a hundred listeners on one make the platform warn of a leak.
    const controllers = Array.from({ length: count }, () => new AbortController())
    const callOff = (): void => {
      for (const controller of controllers) controller.abort(signal.reason)
    }
    if (signal.aborted) callOff()
    signal.addEventListener('abort', callOff)
    const settled = await Promise.allSettled(
      controllers.map((controller, i) => {
        const { samples: _all, seed, ...rest } = request
        const own = seed === undefined ? rest : { ...rest, seed: seedOf(seed, first + i) }
        const pieces = onPiece && ((piece: Parameters<typeof onPiece>[0]) => onPiece({ ...piece, sample: first + i }))
        return complete(own, { signal: controller.signal, ...(pieces === undefined ? {} : { onPiece: pieces }) })
      }),
    )
    signal.removeEventListener('abort', callOff)
    const replies = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    const failed = settled.find((each) => each.status === 'rejected')
    if (failed === undefined) return joined(replies)
    if (replies.length > 0) return joined(replies)
    throw failed.reason
  }

  return { name: provider.name, complete }
}

/** The first sample keeps the seed. */
const seedOf = (seed: number, sample: number): number =>
  sample === 0 ? seed : Math.floor(keyedDraw(seed, sample, 0) * 0x80000000)

function joined(replies: readonly ModelReply[]): ModelReply {
  const usages = replies.map(({ usage }) => usage)
  const cached = usages.reduce((sum, { cachedTokens = 0 }) => sum + cachedTokens, 0)
  const usage: ModelUsage = {
    ...usages.reduce(addUsage),
    ...(usages.some(({ cachedTokens }) => cachedTokens !== undefined) ? { cachedTokens: cached } : {}),
    ...(usages.some(({ isEstimate }) => isEstimate === true) ? { isEstimate: true as const } : {}),
  }
  return { samples: replies.flatMap(({ samples }) => samples), usage }
}
