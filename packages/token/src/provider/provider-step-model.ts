import type { StepModel, StepReply, StepRequest, WrittenStep } from '../step-model.ts'
import {
  logProbabilityOf,
  type ModelInput,
  type ModelRequest,
  type ModelSample,
  type ToolCall,
  type ToolSpec,
} from './model-call.ts'
import type { Provider } from './provider.ts'

export interface ProviderStepModelOptions {
  readonly provider: Provider
  /** How a prompt is put to the model. Default: as plain text to go on from. */
  readonly input?: (prompt: string) => ModelInput
  /** A prompt that says what is not wanted again. Default: it does not. */
  readonly avoiding?: (prompt: string, exclude: ReadonlySet<string>) => string
  /** Tokens of a step at most. Default 256. */
  readonly maxTokens?: number
  /** Of all but the `likeliest` steps, which take 0. Default 1. */
  readonly temperature?: number
  /** Texts that end a step; they are not in it. Default: none. */
  readonly stop?: readonly string[]
  /** The step comes as JSON of this schema, which `read` takes it from. */
  readonly schema?: ModelRequest['schema']
  /** What the model may ask to be called. `read` gets each call as a line `Action: name {…}` behind what was written. Default: nothing. */
  readonly tools?: readonly ToolSpec[]
  /** The step in what was written; null where there is none. Default: all of it, without the space around it. */
  readonly read?: (text: string) => string | null
  /**
   * What a step's probability is: that of all its tokens, or their geometric mean, which does not punish long steps. Default `mean`.
   */
  readonly probability?: 'whole' | 'mean'
  readonly cacheKey?: string
}

/** Characters that a token can stand for, at most, in what we keep: a server may write more, and logs should not grow by it. */
const MAX_CHARS_PER_TOKEN = 32

/** A language model as a writer of steps: as many samples as are asked for, with seeds drawn from the trial, in one call. */
export function providerStepModel(options: ProviderStepModelOptions): StepModel {
  const { provider, maxTokens = 256, temperature = 1, stop, schema, tools, cacheKey, probability = 'mean' } = options
  const { input = asText, avoiding = (prompt) => prompt, read = trimmed } = options
  const maxChars = maxTokens * MAX_CHARS_PER_TOKEN

  function stepOf(sample: ModelSample): WrittenStep {
    const log = logProbabilityOf(sample)
    const logProbability = log === null || probability === 'whole' ? log : log / Math.max(1, sample.tokens?.length ?? 1)
    const written = [sample.text, ...(sample.calls ?? []).map(actionLine)].join('\n')
    const isCut = sample.finish === 'length' || written.length > maxChars
    const text = isCut ? written.slice(0, maxChars).trim() : (read(written) ?? '')
    return { text, logProbability, ...(isCut ? { isCut } : {}) }
  }

  return {
    name: provider.name,
    async write(request: StepRequest, { signal }): Promise<StepReply> {
      const { prompt, count, mode, exclude, draw } = request
      const asked = mode === 'distinct' && exclude.size > 0 ? avoiding(prompt, exclude) : prompt
      const { samples, usage } = await provider.complete(
        {
          input: input(asked),
          maxTokens,
          samples: mode === 'likeliest' ? 1 : count,
          temperature: mode === 'likeliest' ? 0 : temperature,
          seed: Math.floor(draw() * 0x80000000),
          logProbabilities: true,
          ...(stop === undefined ? {} : { stop }),
          ...(schema === undefined ? {} : { schema }),
          ...(tools === undefined ? {} : { tools }),
          ...(cacheKey === undefined ? {} : { cacheKey }),
        },
        { signal },
      )
      return { steps: samples.slice(0, count).map(stepOf), exhausted: false, usage }
    },
  }
}

const asText = (prompt: string): ModelInput => ({ type: 'text', prompt })
const trimmed = (text: string): string => text.trim()

/** A call as models write it in text (ReAct: Yao 2023, arXiv 2210.03629). */
const actionLine = ({ name, arguments: json }: ToolCall): string =>
  `Action: ${name} ${json.trim() === '' ? '{}' : json}`
