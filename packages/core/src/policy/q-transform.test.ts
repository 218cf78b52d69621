import { expect, it } from 'vitest'
import { NONE, ROOT, Tree } from '../tree/tree.ts'
import { byMinMax, byParentAndSiblings, completedByMixedValue, type QTransform } from './q-transform.ts'
import { Siblings } from './siblings.ts'

/** Root of own value 0.5; children: q 0.8 with 2 visits, q 0.2 with 1 visit, none; priors 1/2, 1/4, 1/4. */
function example(): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  for (const prior of [2, 1, 1]) tree.add(ROOT, prior, '', 0)
  tree.setValue(ROOT, 0.5)
  tree.backup(ROOT, 0.5)
  tree.backup(1, 0.7)
  tree.backup(1, 0.9)
  tree.backup(2, 0.2)
  return tree
}

const scores = (transform: QTransform, tree = example()): number[] => {
  const siblings = new Siblings().read(tree, ROOT)
  transform(tree, siblings)
  return Array.from(siblings.score.slice(0, siblings.count))
}

const close = (numbers: readonly number[], expected: readonly number[]): void =>
  numbers.forEach((x, i) => expect(x).toBeCloseTo(expected[i]!, 6))

it('brings values of a known range to [0, 1]; without visits a child counts as the minimum', () => {
  close(scores(byMinMax(0, 1)), [0.8, 0.2, 0])
  close(scores(byMinMax(-1, 1)), [0.9, 0.6, 0])
})

it('brings values to [0, 1] among the node and its children', () => {
  // Node: (0.5 + 0.7 + 0.9 + 0.2) / 4 = 0.575; span 0.2 to 0.8.
  close(scores(byParentAndSiblings), [1, 0, 0])
  const tree = example()
  tree.backup(3, 0.35)
  close(scores(byParentAndSiblings, tree), [1, 0, 0.25])
})

it('takes a reward into the return of the step that brought it', () => {
  const tree = example()
  tree.transitions.set(3, { reward: 0.5, discount: -1 })
  tree.backup(3, 0.1)
  // 0.5 - 0.1 = 0.4 is what the parent sees.
  close(scores(byMinMax(0, 1), tree), [0.8, 0.2, 0.4])
  expect(tree.valueSum(ROOT)).toBeCloseTo(2.3 + 0.4, 12)
})

it('completes values by the mixed value of the parent', () => {
  // Mixed: visited priors 3/4; weighted (1/2 * 0.8 + 1/4 * 0.2) / (3/4) = 0.6; (0.5 + 3 * 0.6) / 4 = 0.575.
  // Scale (50 + 2) * 0.1 = 5.2.
  close(scores(completedByMixedValue({ rescale: false })), [5.2 * 0.8, 5.2 * 0.2, 5.2 * 0.575])
  close(scores(completedByMixedValue()), [5.2, 0, 5.2 * 0.625])
  close(scores(completedByMixedValue({ valueScale: 1, maxVisitInit: 0, rescale: false })), [1.6, 0.4, 1.15])
})
