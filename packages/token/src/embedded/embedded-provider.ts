import { isModelError, type PromptReading, type TokenModel } from '@espalier/models'
import {
  textOfContent,
  type ModelInput,
  type ModelReply,
  type ModelRequest,
  type ModelSample,
} from '../provider/model-call.ts'
import { ProviderError } from '../provider/provider-error.ts'
import type { ModelContext, Provider } from '../provider/provider.ts'
import { writeSamples } from './write-samples.ts'

export interface EmbeddedProviderOptions {
  /** The text that the network reads for a request. Default: what was last said by the user, ended by a line break as Countdown's prompts are. */
  readonly promptOf?: (input: ModelInput) => string
}

/**
 * The embedded model as any language model is asked: a prompt in, sampled text out, token by token with the log-probabilities that the
 * network gave (at temperature 1 and from all tokens, whatever it sampled at). A sample ends with the mark of a step's end, which is in its text.
 * Sample i follows from the seed (0 without one) and i alone.
 */
export function embeddedProvider(model: TokenModel, { promptOf = lastSaid }: EmbeddedProviderOptions = {}): Provider {
  function complete(request: ModelRequest, { onPiece }: ModelContext): ModelReply {
    const reading = readPrompt(model, promptOf(request.input))
    try {
      const { samples, tokens } = writeSamples(model, reading, request, onPiece)
      return {
        samples: request.logProbabilities === true ? samples : samples.map((sample) => ({ ...sample, tokens: null })),
        usage: { calls: 1, promptTokens: reading.tokens, completionTokens: tokens },
      }
    } finally {
      model.release(reading.cache)
    }
  }

  return { name: model.name, complete: (request, context) => settled(() => complete(request, context)) }
}

/** The embedded model's value of the state in a prompt, as a judge gives it: `{"value":0.83}`, to the last bit. */
export function embeddedJudge(model: TokenModel): Provider {
  return {
    name: `${model.name}:value`,
    complete: (request, { onPiece }) =>
      settled(() => {
        const reading = readPrompt(model, lastSaid(request.input))
        model.release(reading.cache)
        const text = JSON.stringify({ value: reading.value })
        const samples = Array.from({ length: request.samples ?? 1 }, (_, sample): ModelSample => {
          onPiece?.({ sample, text, tokens: null })
          return { text, finish: 'stop', tokens: null }
        })
        return { samples, usage: { calls: 1, promptTokens: reading.tokens, completionTokens: samples.length } }
      }),
  }
}

/** The network's prompts end with a line break, which people leave out of messages. */
function lastSaid(input: ModelInput): string {
  if (input.type === 'text') return input.prompt
  const text = textOfContent(input.messages.findLast(({ role }) => role === 'user')?.content ?? '')
  return `${text.trimEnd()}\n`
}

function readPrompt(model: TokenModel, prompt: string): PromptReading {
  try {
    return model.read([prompt])[0]!
  } catch (error) {
    if (!isModelError(error)) throw error
    throw new ProviderError('bad-request', error.message, { status: 400, param: 'prompt' })
  }
}

const settled = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()))
