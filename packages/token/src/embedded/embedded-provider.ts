import { drawsOf } from '@espalier/core'
import { isModelError, type Cache, type PromptReading, type TokenModel } from '@espalier/models'
import {
  cutAt,
  textOfContent,
  type ModelInput,
  type ModelReply,
  type ModelRequest,
  type ModelSample,
  type WrittenToken,
} from '../provider/model-call.ts'
import { ProviderError } from '../provider/provider-error.ts'
import type { ModelContext, Provider } from '../provider/provider.ts'
import { pickToken } from './sample-step.ts'

/**
 * The embedded model as any language model is asked: a prompt in, sampled text out, token by token with the log-probabilities that the
 * network gave (at temperature 1, whatever it sampled at). A sample ends with the mark of a step's end, which is in its text. Sample i follows
 * from the seed (0 without one) and i alone.
 */
export function embeddedProvider(model: TokenModel): Provider {
  function write(reading: PromptReading, request: ModelRequest, index: number, onPiece: ModelContext['onPiece']) {
    const { maxTokens, temperature = 1, stop = [], seed = 0, topLogProbabilities = 0 } = request
    const draw = drawsOf(seed, index)
    const caches: Cache[] = []
    const ids: number[] = []
    const tokens: WrittenToken[] = []
    let { cache, logProbs } = reading as { readonly cache: Cache; readonly logProbs: Float32Array }
    let finish: ModelSample['finish'] = 'length'
    try {
      while (tokens.length < maxTokens) {
        const id = pickToken(logProbs, temperature, draw)
        const shown = topLogProbabilities > 0 ? { top: likeliest(model, logProbs, topLogProbabilities) } : {}
        const token = { text: model.decode([id]), logProbability: logProbs[id]!, ...shown }
        ids.push(id)
        tokens.push(token)
        const text = model.decode(ids)
        if (stop.some((end) => end !== '' && text.includes(end))) {
          const cut = cutAt({ text, finish, tokens }, stop)
          onPiece?.({ sample: index, text: cut.text.slice(text.length - token.text.length), tokens: [] })
          return { sample: cut, written: tokens.length }
        }
        onPiece?.({ sample: index, text: token.text, tokens: [token] })
        if (id === model.stepEnd) {
          finish = 'stop'
          break
        }
        if (tokens.length === maxTokens) break
        const next = model.advance([{ cache, token: id }])[0]!
        caches.push(next.cache)
        ;({ cache, logProbs } = next)
      }
      return { sample: { text: model.decode(ids), finish, tokens }, written: tokens.length }
    } finally {
      for (const used of caches) model.release(used)
    }
  }

  function complete(request: ModelRequest, { onPiece }: ModelContext): ModelReply {
    const reading = readPrompt(model, request)
    try {
      const { samples = 1, logProbabilities = false } = request
      const written = Array.from({ length: samples }, (_, i) => write(reading, request, i, onPiece))
      return {
        samples: written.map(({ sample }) => (logProbabilities ? sample : { ...sample, tokens: null })),
        usage: {
          calls: 1,
          promptTokens: reading.tokens,
          completionTokens: written.reduce((sum, each) => sum + each.written, 0),
        },
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
        const reading = readPrompt(model, request)
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

function likeliest(model: TokenModel, logProbs: Float32Array, count: number): NonNullable<WrittenToken['top']> {
  return Array.from(logProbs, (logProbability, id) => ({ id, logProbability }))
    .toSorted((a, b) => b.logProbability - a.logProbability || a.id - b.id)
    .slice(0, count)
    .map(({ id, logProbability }) => ({ text: model.decode([id]), logProbability }))
}

/** The network's prompts end with a line break, which people leave out of messages. */
function promptOf(input: ModelInput): string {
  if (input.type === 'text') return input.prompt
  const text = textOfContent(input.messages.findLast(({ role }) => role === 'user')?.content ?? '')
  return `${text.trimEnd()}\n`
}

function readPrompt(model: TokenModel, { input, topP, tools = [] }: ModelRequest): PromptReading {
  if (tools.length > 0)
    throw new ProviderError('bad-request', 'tools: this model calls none', { status: 400, param: 'tools' })
  if (topP !== undefined && topP !== 1)
    throw new ProviderError('bad-request', 'top_p: this model samples from all tokens', { status: 400, param: 'top_p' })
  try {
    return model.read([promptOf(input)])[0]!
  } catch (error) {
    if (!isModelError(error)) throw error
    throw new ProviderError('bad-request', error.message, { status: 400, param: 'prompt' })
  }
}

const settled = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()))
