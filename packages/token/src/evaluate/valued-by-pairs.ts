import { addUsage, NO_USAGE, type GenerateFn, type Json, type Usage } from '@espalier/core'
import { bradleyTerry, winRates, type PairResult, type PairValue } from './bradley-terry.ts'
import { charged } from './evaluation-error.ts'
import { placeBias, type CompareFn, type Comparison } from './pairwise.ts'

export interface ValuedByPairsOptions<State, Step> {
  readonly generate: GenerateFn<State, Step>
  readonly compare: CompareFn
  readonly question: (state: State) => string
  /** What a step makes of a state, as a text to compare. */
  readonly candidate: (state: State, step: Step) => string
  /** Default `bradley-terry`. */
  readonly value?: PairValue
}

/**
 * A generator whose steps are born with values: all that were written together are compared two by two, and a step is worth its chance to beat another one.
 * Such values say who is better among siblings, not how good they are; a single step has none. Two calls of the judge for every pair.
 */
export function valuedByPairs<State, Step>(options: ValuedByPairsOptions<State, Step>): GenerateFn<State, Step> {
  const { generate, compare, question, candidate, value = 'bradley-terry' } = options
  return async (trial, evaluation, context) => {
    const generation = await generate(trial, evaluation, context)
    const { proposals } = generation
    if (proposals.length < 2) return generation
    const texts = proposals.map(({ step }) => candidate(trial.state, step))
    const asked = question(trial.state)
    const pairs = texts.flatMap((_, a) => texts.slice(a + 1).map((_other, i) => ({ a, b: a + 1 + i })))
    const { signal } = context
    const settled = await Promise.allSettled(
      pairs.map(({ a, b }) => compare({ question: asked, a: texts[a]!, b: texts[b]! }, { signal })),
    )
    const compared = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const paid = compared.map((one) => one.usage).reduce(addUsage, generation.usage ?? NO_USAGE)
    const failed = settled.filter((one) => one.status === 'rejected')
    if (failed.length > 0) throw failedWith(failed, paid)
    const results = pairs.map((pair, i): PairResult => ({ ...pair, winner: compared[i]!.winner }))
    const values = (value === 'win-rate' ? winRates : bradleyTerry)(texts.length, results)
    return {
      ...generation,
      proposals: proposals.map((proposal, i) => ({ ...proposal, value: values[i]! })),
      usage: paid,
      detail: detailOf(texts, results, compared, generation.detail),
    }
  }
}

/** The first failure, with what all of them cost. */
function failedWith(failed: readonly PromiseRejectedResult[], paid: Usage): unknown {
  const [first, ...others] = failed.map(({ reason }) => reason as { readonly usage?: Usage })
  return charged(first, others.map(({ usage = NO_USAGE }) => usage).reduce(addUsage, paid))
}

function detailOf(
  texts: readonly string[],
  results: readonly PairResult[],
  compared: readonly Comparison[],
  before: Json | undefined,
): Json {
  return {
    type: 'pairs',
    candidates: texts,
    pairs: results.map(({ a, b, winner }, i) => ({
      a,
      b,
      winner,
      said: compared[i]!.said,
      replies: compared[i]!.votes.map((votes) => votes.map(({ said, reply }) => ({ said, reply }))),
    })),
    places: { ...placeBias(compared) },
    ...(before === undefined ? {} : { generation: before }),
  }
}
