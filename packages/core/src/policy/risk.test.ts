import { expect, it } from 'vitest'
import { Flag, NONE, ROOT, Tree } from '../tree/tree.ts'
import { answerBy, lowerBoundScore, maxScore, meanScore, voteScore, worstShareScore, type AnswerScore } from './risk.ts'

const ANSWERS = ['x', 'y', 'x', 'y', 'x', 'z']
const VALUES = [0.1, 0.6, 0.2, 0.5, 0.1, 0.9]

/** x has three votes worth 0.4, its best is the third node; y two worth 1.1, its best is the second; z one worth 0.9. */
function tree(): Tree {
  const made = new Tree()
  made.add(NONE, 1, '', 0)
  for (const value of VALUES) made.setValue(made.add(ROOT, 1, '', Flag.terminal | Flag.answer), value)
  return made
}

const answerOf = (node: number): string | null => ANSWERS[node - 1] ?? null

it.each<[string, AnswerScore, number]>([
  ['votes', voteScore(false), 3],
  ['votes by value', voteScore(true), 2],
  ['the mean', meanScore, 6],
  ['the maximum', maxScore, 6],
  ['a lower bound, which a single judgement does not pass', lowerBoundScore(2), 2],
  ['the worst of its values', worstShareScore(0.5), 6],
])('answers by %s', (_, score, node) => {
  expect(answerBy(score)(tree(), 6, answerOf, ROOT)).toBe(node)
})

it('scores by hand', () => {
  expect(worstShareScore(0.5)([0.9, 0.1, 0.3, 0.8])).toBeCloseTo(0.2, 12)
  expect(worstShareScore(0.01)([0.9, 0.1])).toBe(0.1)
  expect(lowerBoundScore(0)([0.2, 0.4])).toBeCloseTo(0.3, 12)
  // Mean .3, squares .01 + .01 + .25: a standard error of sqrt(.27 / 2 / 2).
  expect(lowerBoundScore(1)([0.2, 0.4])).toBeCloseTo(0.3 - Math.sqrt(0.27 / 4), 12)
})

it('looks below the root only, and goes along most visits without an answer', () => {
  const deep = tree()
  const below = deep.add(1, 1, '', Flag.answer)
  deep.setValue(below, 0.3)
  const named = (node: number): string | null => (node === below ? 'w' : answerOf(node))
  expect(answerBy(maxScore)(deep, below, named, 1)).toBe(below)
  expect(answerBy(maxScore)(deep, NONE, () => null, ROOT)).toBe(below)
})
