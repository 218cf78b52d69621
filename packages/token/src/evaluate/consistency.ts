import { checkNumber, type EvaluateFn } from '@espalier/core'
import type { ModelInput } from '../provider/model-call.ts'
import type { Provider } from '../provider/provider.ts'
import { markedAnswer } from '../text/text-state.ts'
import { seedOf } from './hash.ts'

/** Whether two answers mean the same: `answersEqual` of `@espalier/tasks/verify` for mathematics. Taken to be transitive. */
export type SameAnswerFn = (a: string, b: string) => boolean

export interface ConsistencyOptions<State> {
  readonly provider: Provider
  /** What the model completes at a state. */
  readonly input: (state: State) => ModelInput
  /** The answer of a state that has one: its value is then the share that agrees with it. Default: none has, and the value is the share of the commonest answer. */
  readonly lineAnswer?: (state: State) => string | null
  /** Default: `markedAnswer`. */
  readonly answerIn?: (text: string) => string | null
  /** Default: the same text. */
  readonly same?: SameAnswerFn
  /** Completions, at least 1. Default 8. */
  readonly samples?: number
  /** Default 0.7 (Wang 2022, §3.1). */
  readonly temperature?: number
  /** Default 1,024. */
  readonly maxTokens?: number
  /** Default 0. */
  readonly seed?: number
}

/** Answers that mean the same. */
export interface AnswerGroup {
  /** As it was first given. */
  readonly answer: string
  readonly count: number
}

/** Answers by what they mean, the commonest first, of as common ones the earlier. */
export function groupAnswers(
  answers: readonly string[],
  same: SameAnswerFn = (a, b) => a === b,
): readonly AnswerGroup[] {
  const groups: { readonly answer: string; count: number }[] = []
  for (const answer of answers) {
    const group = groups.find((one) => same(one.answer, answer))
    if (group === undefined) groups.push({ answer, count: 1 })
    else group.count++
  }
  return groups.toSorted((a, b) => b.count - a.count)
}

/**
 * Self-consistency as a value (Wang 2022, arXiv 2203.11171; as a state's value in rStar, arXiv 2408.06195): the share of the completions asked for that come
 * to the commonest answer, or to this line's. A completion without an answer agrees with none.
 */
export function consistencyEvaluator<State>(options: ConsistencyOptions<State>): EvaluateFn<State> {
  const { provider, input, lineAnswer = () => null, answerIn = markedAnswer, same = (a, b) => a === b } = options
  const { temperature = 0.7, maxTokens = 1024, seed = 0 } = options
  const samples = checkNumber('consistencyEvaluator.samples', options.samples ?? 8, {
    min: 1,
    max: 1000,
    integer: true,
  })
  return async (state, { signal }) => {
    const asked = input(state)
    const own = seedOf(seed, JSON.stringify(asked))
    const reply = await provider.complete({ input: asked, samples, temperature, maxTokens, seed: own }, { signal })
    const given = reply.samples.slice(0, samples).flatMap(({ text }) => {
      const answer = answerIn(text)
      return answer === null ? [] : [answer]
    })
    const groups = groupAnswers(given, same)
    const line = lineAnswer(state)
    const agreeing = line === null ? (groups[0]?.count ?? 0) : given.filter((answer) => same(line, answer)).length
    return {
      value: agreeing / samples,
      usage: reply.usage,
      detail: {
        type: 'consistency',
        asked: samples,
        without: samples - given.length,
        line,
        answers: groups.map(({ answer, count }) => ({ answer, count })),
      },
    }
  }
}
