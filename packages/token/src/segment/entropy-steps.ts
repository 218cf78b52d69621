import { checkNumber, type GenerateFn } from '@espalier/core'
import type { ByteModel } from '@espalier/models'
import type { ProviderStepModelOptions } from '../provider/provider-step-model.ts'
import { stepGenerator } from '../step-generator.ts'
import type { StepModel, StepReply, StepRequest, WrittenStep } from '../step-model.ts'
import type { TextState } from '../text/text-state.ts'
import { cutSample, type CutSample } from './cut-sample.ts'
import type { EntropyRule } from './entropy-rule.ts'

export interface EntropyStepOptions extends Pick<
  ProviderStepModelOptions,
  'provider' | 'maxTokens' | 'temperature' | 'cacheKey'
> {
  readonly rule: EntropyRule
  /** Gives the entropies where the server shows no likeliest tokens. */
  readonly bytes: ByteModel
  /** Likeliest tokens asked for at each place. Default 20, the most that servers show. */
  readonly top?: number
  /** Characters of a piece at least; shorter ones go on into the next. Default 1. */
  readonly minChars?: number
  /** What stands before every problem. Default: to reason, and how to state the answer. */
  readonly instruction?: string
  /** Calls of one trial at most, where what came back was refused. Default 3. */
  readonly maxRequests?: number
}

const REASON = 'Solve the problem step by step. End with a line "Answer: …".'
/** Continuations whose rest waits to be used; beyond this the oldest are forgotten. */
const MOST_KEPT = 4096

/**
 * Writes on, further than one step, and cuts where the next word was uncertain: a step is what stands before the first boundary, so a search
 * branches where there was something to choose (BLT's boundaries, arXiv 2412.09871, §2.3). What was written behind the boundary is kept and is the
 * first proposal at the state that the step leads to, so it is not paid for twice; a search that goes on in another process has to ask again.
 * For states whose steps are pieces of one text: `textBackend({ of: 'pieces' })`. The `source` of a step says which entropies cut it, `entropy of
 * tokens` or `entropy of bytes`.
 */
export function entropySteps(options: EntropyStepOptions): GenerateFn<TextState, string> {
  const { instruction = REASON, maxRequests } = options
  return stepGenerator<TextState, string>({
    model: pieceModel(options),
    prompt: ({ question, steps }) => `${instruction}\n\nProblem:\n${question}\n\nReasoning:\n${steps.join('')}`,
    parse: (_state, text) => (text === '' ? { ok: false, reason: 'no-step' } : { ok: true, step: text }),
    key: (step) => step.trim(),
    ...(maxRequests === undefined ? {} : { maxRequests }),
  })
}

function pieceModel(options: EntropyStepOptions): StepModel {
  const { provider, maxTokens = 256, temperature = 1, cacheKey, top = 20 } = options
  const minChars = checkNumber('entropySteps.minChars', options.minChars ?? 1, { min: 1, integer: true })
  /** What follows on a prompt, by whether it is the likeliest text. */
  const rests = { sampled: new Map<string, CutSample[]>(), likeliest: new Map<string, CutSample[]>() }

  function take({ pieces, source }: CutSample, prompt: string, kept: Map<string, CutSample[]>): WrittenStep {
    const [{ text, logProbability }, ...rest] = pieces as [CutSample['pieces'][number], ...CutSample['pieces']]
    if (rest.length > 0) {
      const key = prompt + text
      const waiting = kept.get(key) ?? []
      kept.delete(key)
      kept.set(key, [...waiting, { pieces: rest, source }])
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break
        kept.delete(oldest)
      }
    }
    return { text, logProbability, source }
  }

  return {
    name: provider.name,
    async write({ prompt, count, mode, draw }: StepRequest, { signal }): Promise<StepReply> {
      const kept = mode === 'likeliest' ? rests.likeliest : rests.sampled
      const waiting = kept.get(prompt) ?? []
      kept.delete(prompt)
      const known = waiting.slice(0, count)
      if (waiting.length > count) kept.set(prompt, waiting.slice(count))
      const steps = known.map((sample) => take(sample, prompt, kept))
      if (steps.length === count)
        return { steps, exhausted: false, usage: { calls: 0, promptTokens: 0, completionTokens: 0 } }
      const { samples, usage } = await provider.complete(
        {
          input: { type: 'text', prompt },
          maxTokens,
          samples: mode === 'likeliest' ? 1 : count - steps.length,
          temperature: mode === 'likeliest' ? 0 : temperature,
          seed: Math.floor(draw() * 0x80000000),
          logProbabilities: true,
          alternatives: top,
          ...(cacheKey === undefined ? {} : { cacheKey }),
        },
        { signal },
      )
      const cut = samples.map((sample) => cutSample(sample, { ...options, minChars, before: prompt }))
      return { steps: [...steps, ...cut.map((sample) => take(sample, prompt, kept))], exhausted: false, usage }
    },
  }
}
