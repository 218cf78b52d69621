import { isJudged, type PreferencePair, type PromptOutcome, type SettingsOptions } from '@espalier/self-play'

/** One way to make training data of play. */
export interface Arm {
  readonly name: string
  readonly refine: SettingsOptions['refine']
  /** Where pairs come from: the actor's answer and its refinement, or two answers of its own, one judged good and one not. */
  readonly pairs: 'refined' | 'sampled'
  /** All prompts are played by the first model, and one training follows. */
  readonly isOneRound: boolean
}

/**
 * What SPaR compares (Cheng 2025, §3.4, Table 4): the method, and the method without one of its parts. Besides, a search that has more refinements to
 * choose the closest of.
 */
export const ARMS: readonly Arm[] = [
  { name: 'tree search', refine: {}, pairs: 'refined', isOneRound: false },
  { name: 'wide tree search', refine: { branch: 8, frontier: 2 }, pairs: 'refined', isOneRound: false },
  {
    name: 'one refinement each',
    refine: { branch: 1, frontier: 1, maxDepth: 1 },
    pairs: 'refined',
    isOneRound: false,
  },
  {
    name: 'no refinement',
    refine: { branch: 1, frontier: 1, maxDepth: 1 },
    pairs: 'sampled',
    isOneRound: false,
  },
  { name: 'no iteration', refine: {}, pairs: 'refined', isOneRound: true },
]

/** A pair of each prompt that has an answer judged good and one judged bad: the best and the worst, the first of equals. */
export function sampledPairs(outcomes: readonly PromptOutcome[]): readonly PreferencePair[] {
  return outcomes.flatMap(({ round, id, prompt, samples }) => {
    const judged = samples.flatMap(({ response, judged: one }) => (isJudged(one) ? [{ response, ...one }] : []))
    const ranked = judged.toSorted((a, b) => b.value - a.value)
    const [best, worst] = [ranked[0], ranked.at(-1)]
    if (best === undefined || worst === undefined || !best.follows || worst.follows) return []
    const nowhere = { search: null, node: null, depth: 0, nodes: null, usage: null }
    const votes = { yes: 0, no: 0, unread: 0 }
    const provenance = { round, prompt: id, ...nowhere, value: best.value, votes, rejectedVotes: votes }
    return [{ prompt, chosen: best.response, rejected: worst.response, provenance }]
  })
}

/** Two different answers of the actor's to the same prompt, as a pair: what pairs would be without refinement. */
export function independentPairs(outcomes: readonly PromptOutcome[]): readonly PreferencePair[] {
  return outcomes.flatMap(({ round, id, prompt, samples }) => {
    const [chosen, rejected] = [...new Set(samples.map(({ response }) => response))]
    if (chosen === undefined || rejected === undefined) return []
    const nowhere = { search: null, node: null, depth: 0, nodes: null, usage: null, rejectedVotes: null }
    const votes = { yes: 0, no: 0, unread: 0 }
    return [{ prompt, chosen, rejected, provenance: { round, prompt: id, ...nowhere, value: 0, votes } }]
  })
}
