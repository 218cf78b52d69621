import { isBelow } from '../events/steering.ts'
import type { RecommendFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId } from '../tree/tree.ts'
import { mostVisitedLeaf } from './recommend.ts'

/** What is made of the values of all finished nodes that give one answer; at least one, in any order. */
export type AnswerScore = (values: readonly number[]) => number

export const meanScore: AnswerScore = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Votes: how many nodes give the answer (self-consistency, Wang 2023, §2), or the sum of their values (weighted: Li 2023, §3.3). */
export const voteScore =
  (isWeighted: boolean): AnswerScore =>
  (values) =>
    isWeighted ? values.reduce((sum, value) => sum + value, 0) : values.length

export const maxScore: AnswerScore = (values) => Math.max(...values)

/**
 * Lower confidence bound: the mean less `z` standard errors. The spread is that of the values and of one more, half the range away, so that an
 * answer seen once is not taken for certain. `z` at least 0.
 */
export function lowerBoundScore(z: number): AnswerScore {
  return (values) => {
    const mean = meanScore(values)
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0.25)
    return mean - (z * Math.sqrt(squares / values.length)) / Math.sqrt(values.length)
  }
}

/**
 * Conditional value at risk (Rockafellar & Uryasev 2000): the mean of the worst `share` of the values, at least of one. `share` above 0, to 1.
 */
export function worstShareScore(share: number): AnswerScore {
  return (values) =>
    meanScore(values.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.floor(share * values.length))))
}

/**
 * The answer of the highest score over all finished nodes that give it, and of those the node of the highest value; ties go to the answer
 * found first. Judges err, and whoever takes the best of many judgements takes the luckiest. Without answers, the end of the most visited path.
 */
export function answerBy(score: AnswerScore): RecommendFn {
  return (tree, best, answerOf, root) => {
    if (best === NONE) return mostVisitedLeaf(tree, root)
    const groups = new Map<string, { readonly values: number[]; node: NodeId }>()
    for (let node = root; node < tree.size; node++) {
      const answer = tree.has(node, Flag.evaluated) && isBelow(tree, node, root) ? answerOf(node) : null
      if (answer === null) continue
      const group = groups.get(answer) ?? { values: [], node }
      group.values.push(tree.value(node))
      if (tree.value(node) > tree.value(group.node)) group.node = node
      groups.set(answer, group)
    }
    let winner = { score: Number.NEGATIVE_INFINITY, node: best }
    for (const { values, node } of groups.values()) {
      const scored = score(values)
      if (scored > winner.score) winner = { score: scored, node }
    }
    return winner.node
  }
}
