import { checkNumber, type EvaluateFn } from '@espalier/core'
import type { ModelInput } from '../provider/model-call.ts'
import type { Provider } from '../provider/provider.ts'
import { confidenceOf, type ConfidenceMeasure } from './confidence.ts'
import { EvaluationError } from './evaluation-error.ts'
import { seedOf } from './hash.ts'

export interface ConfidenceOptions<State> {
  readonly provider: Provider
  /** What the model goes on from at a state. */
  readonly input: (state: State) => ModelInput
  /** Default `probability`. */
  readonly measure?: ConfidenceMeasure
  /** Continuations that are looked at, at least 1. Default 1. */
  readonly samples?: number
  /** Default 1: at another temperature what is likely is not what was likely to be written. */
  readonly temperature?: number
  /** Default 256. */
  readonly maxTokens?: number
  /** Likeliest tokens asked for, for the measures that need them. Default 20. */
  readonly alternatives?: number
  /** Default 0. */
  readonly seed?: number
}

/** A state is worth how sure a model is of what it writes from there: the mean confidence of a few continuations. Fails with `no-log-probabilities` where the server tells none. */
export function confidenceEvaluator<State>(options: ConfidenceOptions<State>): EvaluateFn<State> {
  const {
    provider,
    input,
    measure = 'probability',
    temperature = 1,
    maxTokens = 256,
    alternatives = 20,
    seed = 0,
  } = options
  const samples = checkNumber('confidenceEvaluator.samples', options.samples ?? 1, { min: 1, max: 1000, integer: true })
  return async (state, { signal }) => {
    const asked = input(state)
    const reply = await provider.complete(
      {
        input: asked,
        samples,
        temperature,
        maxTokens,
        seed: seedOf(seed, JSON.stringify(asked)),
        logProbabilities: true,
        ...(measure === 'probability' ? {} : { alternatives }),
      },
      { signal },
    )
    const confidences = reply.samples.map((sample) => confidenceOf(sample, measure))
    const known = confidences.filter((confidence) => confidence !== null)
    const detail = { type: 'confidence', measure, confidences }
    if (known.length === 0)
      throw new EvaluationError(
        'no-log-probabilities',
        `${measure}: the server does not say how likely its tokens were`,
        reply.usage,
        detail,
      )
    return { value: known.reduce((sum, x) => sum + x, 0) / known.length, usage: reply.usage, detail }
  }
}
