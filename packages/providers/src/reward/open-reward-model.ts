import { ProviderError, textOfContent, type ModelReply, type ModelRequest, type Provider } from '@espalier/token'
import { guardedCalls, type GuardOptions } from '../guarded-provider.ts'
import { exchangeWith, type ExchangeOptions } from '../http/exchange.ts'
import { textReader } from '../http/read-bytes.ts'
import { undiciTransport, type UndiciTransportOptions } from '../http/undici-transport.ts'
import type { HttpTransport } from '../http/transport.ts'
import { baseUrlOf, type OpenedModel } from '../openai/open-model.ts'
import { parseJson } from '../openai/read-stream.ts'
import { systemClock } from '../platform.ts'
import { rewardRequest, scoresInReply, type RewardLine, type RewardWire } from './reward-wire.ts'

export interface OpenRewardOptions
  extends
    RewardWire,
    Pick<UndiciTransportOptions, 'allowPrivateAddresses'>,
    Omit<ExchangeOptions, 'transport' | 'clock'>,
    Omit<GuardOptions, 'cannot'> {
  /** Default: the model at the host, `model@api.example.com`. */
  readonly name?: string
  /** Default: connections of its own. */
  readonly transport?: HttpTransport
  /** Bytes of a reply. Default 4 MiB. */
  readonly maxReplyBytes?: number
}

/** Bytes of a token, where the server does not count. */
const BYTES_PER_TOKEN = 4

/**
 * A reward model behind HTTP as a provider that answers a line (`lineMessages`: the question, a turn for each step) with `{"scores":[0.9,0.2]}`: so retries,
 * limits, prices, records and replays are those of any other model. `providerStepScorer` of `@espalier/token` asks it. vLLM serves these paths at its root:
 * a base URL without `/v1`.
 */
export function openRewardModel(options: OpenRewardOptions): OpenedModel {
  const url = baseUrlOf(options.baseUrl)
  const { name = `${options.model}@${url.host}`, clock = systemClock, allowPrivateAddresses = false } = options
  const transport = options.transport ?? undiciTransport({ allowPrivateAddresses })
  const provider = rewardProvider({ ...options, name, clock, transport })
  return { ...guardedCalls(provider, { ...options, clock }), close: () => transport.close() }
}

function rewardProvider(
  options: ExchangeOptions & RewardWire & { readonly name: string; readonly maxReplyBytes?: number },
): Provider {
  const { name, maxReplyBytes = 4 * 1024 * 1024 } = options
  const { post, errorIn } = exchangeWith(options)
  return {
    name,
    complete: async (request, { signal, onPiece }): Promise<ModelReply> => {
      const line = lineOf(request)
      const { path, body } = rewardRequest(line, options)
      const sent = JSON.stringify(body)
      const text = textReader(maxReplyBytes)
      const { scores, usage } = await post(path, sent, signal, {
        take: text.take,
        end: () => {
          const value = parseJson(text.end())
          const error = errorIn(value)
          if (error !== null) throw error
          return scoresInReply(value, line.steps.length, options)
        },
      })
      const reply = JSON.stringify({ scores })
      onPiece?.({ sample: 0, text: reply, tokens: null })
      return {
        samples: [{ text: reply, finish: 'stop', tokens: null }],
        usage: usage ?? {
          calls: 1,
          promptTokens: Math.ceil(Buffer.byteLength(sent) / BYTES_PER_TOKEN),
          completionTokens: 0,
          isEstimate: true,
        },
      }
    },
  }
}

/** The line in a request: a user's turn, then turns of the assistant, one at least. */
function lineOf({ input, samples = 1 }: ModelRequest): RewardLine {
  const [question, ...steps] = input.type === 'chat' ? input.messages : []
  const fits = question?.role === 'user' && steps.length > 0 && steps.every(({ role }) => role === 'assistant')
  if (!fits || samples !== 1)
    throw new ProviderError('bad-request', 'a reward model takes one question and the steps of one line', {
      status: 400,
    })
  return { question: textOfContent(question.content), steps: steps.map(({ content }) => textOfContent(content)) }
}
