import { addUsage, checkNumber, NO_USAGE, type EvaluateFn, type Signal, type Usage } from '@espalier/core'
import type { ChatMessage } from '../provider/model-call.ts'
import { ProviderError } from '../provider/provider-error.ts'
import type { Provider } from '../provider/provider.ts'

/** A line of reasoning as reward models see it. */
export interface StepLine {
  readonly question: string
  readonly steps: readonly string[]
}

/** Scores the steps of a line. */
export interface StepScorer {
  readonly name: string
  /** One in [0, 1] for each step, in their order; of no steps none. */
  score(
    line: StepLine,
    context: { readonly signal: Signal },
  ): Promise<{ readonly scores: readonly number[]; readonly usage: Usage }>
}

/** What a line is worth by its steps' scores: the last (Lightman 2023 and most that came after), the least, or the product of all. */
export type Aggregation = 'last' | 'min' | 'product'

export function aggregate(scores: readonly number[], by: Aggregation): number | null {
  if (scores.length === 0) return null
  if (by === 'last') return scores.at(-1)!
  return by === 'min' ? Math.min(...scores) : scores.reduce((product, score) => product * score, 1)
}

export interface ProcessRewardOptions<State> {
  readonly scorer: StepScorer
  readonly line: (state: State) => StepLine
  /** Default `last`. */
  readonly by?: Aggregation
  /** Value of a line without steps, which nobody is asked about, in [0, 1]. Default 0.5. */
  readonly ofNothing?: number
}

/** A process reward model as an evaluator. The scores of all steps are the node's detail. */
export function processReward<State>(options: ProcessRewardOptions<State>): EvaluateFn<State> {
  const { scorer, line, by = 'last' } = options
  const ofNothing = checkNumber('processReward.ofNothing', options.ofNothing ?? 0.5, { min: 0, max: 1 })
  return async (state, context) => {
    const { scores, usage } = await scorer.score(line(state), context)
    return {
      value: aggregate(scores, by) ?? ofNothing,
      usage,
      detail: { type: 'process-reward', scorer: scorer.name, scores, by },
    }
  }
}

/** A line as a conversation: the question, then a turn for each step. This is what a provider of rewards is asked with. */
export function lineMessages({ question, steps }: StepLine): readonly ChatMessage[] {
  return [{ role: 'user', content: question }, ...steps.map((content) => ({ role: 'assistant' as const, content }))]
}

/** Prefixes whose score is remembered. */
const REMEMBERED = 4096

/**
 * A reward model behind a provider that answers `{"scores":[0.9,0.2]}` (`@espalier/providers` makes one of an endpoint). One that scores steps gives all at
 * once; of one that scores whole lines (`of: 'lines'`) each step's score is that of the line up to it, and lines seen before are not asked for again.
 */
export function providerStepScorer(
  provider: Provider,
  { of = 'steps' }: { readonly of?: 'steps' | 'lines' } = {},
): StepScorer {
  const known = new Map<string, number>()

  async function ask(line: StepLine, count: number, signal: Signal) {
    const { samples, usage } = await provider.complete(
      { input: { type: 'chat', messages: lineMessages(line) }, maxTokens: 1 },
      { signal },
    )
    return { scores: scoresIn(samples[0]?.text ?? '', count, usage), usage }
  }

  async function askLine({ question, steps }: StepLine, signal: Signal) {
    const key = JSON.stringify([question, ...steps])
    const score = known.get(key)
    if (score !== undefined) return { score, usage: NO_USAGE }
    const { scores, usage } = await ask({ question, steps }, 1, signal)
    if (known.size >= REMEMBERED) known.delete(known.keys().next().value!)
    known.set(key, scores[0]!)
    return { score: scores[0]!, usage }
  }

  return {
    name: provider.name,
    async score({ question, steps }, { signal }) {
      if (steps.length === 0) return { scores: [], usage: NO_USAGE }
      if (of === 'steps') return ask({ question, steps }, steps.length, signal)
      const settled = await Promise.allSettled(
        steps.map((_, i) => askLine({ question, steps: steps.slice(0, i + 1) }, signal)),
      )
      return together(settled)
    },
  }
}

function scoresIn(text: string, count: number, usage: Usage): readonly number[] {
  let scores: unknown
  try {
    ;({ scores } = JSON.parse(text) as { readonly scores?: unknown })
  } catch {
    scores = null
  }
  const fits =
    Array.isArray(scores) && scores.length === count && scores.every((x) => typeof x === 'number' && x >= 0 && x <= 1)
  if (fits) return scores as readonly number[]
  const got = JSON.stringify(text.slice(0, 60))
  throw new ProviderError('wrong-schema', `scores: got ${got}, expected {"scores": ${count} numbers from 0 to 1}`, {
    usage,
  })
}

/** Scores of all, or the first failure with what the others cost. */
function together(settled: readonly PromiseSettledResult<{ readonly score: number; readonly usage: Usage }>[]) {
  const done = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const usage = done.map((one) => one.usage).reduce(addUsage, NO_USAGE)
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed === undefined) return { scores: done.map(({ score }) => score), usage }
  const error = failed.reason as { readonly usage?: Usage }
  throw Object.assign(error, { usage: addUsage(error.usage ?? NO_USAGE, usage) })
}
