import { expect, it } from 'vitest'
import { NONE, ROOT, Tree } from '../tree/tree.ts'
import { urgencyWidening, type UrgencyWideningOptions } from './urgency-widening.ts'

const options: UrgencyWideningOptions = {
  initial: 1,
  k: 8,
  alpha: 0.5,
  max: 8,
  afterVisits: 1,
  c: 1,
  base: 1e9,
  reduction: 0,
}
/** Base 1e9 leaves c alone: PUCT's exploration is sqrt(N). */
const widen = urgencyWidening(options)

/** A root with its own value, and children with priors and the values backed up through each. */
function treeOf(
  own: number,
  children: readonly { readonly prior: number; readonly values: readonly number[] }[],
): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  tree.setValue(ROOT, own)
  tree.backup(ROOT, own)
  for (const { prior } of children) tree.add(ROOT, prior, '', 0)
  children.forEach(({ values }, i) => {
    for (const value of values) tree.backup(i + 1, value)
  })
  return tree
}

it('begins with the initial number, at once at the root and after visits elsewhere', () => {
  const tree = treeOf(0.5, [{ prior: 1, values: [] }])
  expect(widen(tree, 1)).toBe(0)
  tree.backup(1, 0.5)
  expect(widen(tree, 1)).toBe(1)
  expect(widen(treeOf(0.5, []), ROOT)).toBe(1)
})

it('asks for one more step exactly when an unseen child would be picked', () => {
  // N = 2, so exploration 1.414; priors .6 and .6 unseen, half each. Unseen: expected + .707; seen: q + .707 / 2.
  // With the seen child's value v, (.5 + v) / 2 is expected: .25 + v/2 + .707 > v + .354 while v < 1.207, so always.
  expect(widen(treeOf(0.5, [{ prior: 0.6, values: [1] }]), ROOT)).toBe(1)
  // With c = .1: .25 + v/2 + .0707 against v + .0354: up to v = .571.
  const greedy = urgencyWidening({ ...options, c: 0.1 })
  expect(greedy(treeOf(0.5, [{ prior: 0.6, values: [0.57] }]), ROOT)).toBe(1)
  expect(greedy(treeOf(0.5, [{ prior: 0.6, values: [0.58] }]), ROOT)).toBe(0)
})

it('gives the unseen child the smallest prior, and a child without visits the same urgency', () => {
  const [likely, unlikely] = [0.9, 0.1]
  // Priors .9, .1 and .1 unseen of 1.1. N = 2, expected (.5 + 0) / 2: unseen .25 + 1.414 * .0909 = .379.
  // The likely child has no visits and scores .25 + 1.414 * .818 = 1.41, so it comes first.
  const fresh = [
    { prior: likely, values: [] },
    { prior: unlikely, values: [0] },
  ]
  expect(widen(treeOf(0.5, fresh), ROOT)).toBe(0)
  // Four visits at value 0: N = 6, expected (.5 + 0 + 0) / 3: unseen .389, likely 2.00 / 5 = .401; at N = 7 .407 and 2.16 / 6 = .361.
  const tried = (visits: number) => [
    { prior: likely, values: Array.from({ length: visits }, () => 0) },
    { prior: unlikely, values: [0] },
  ]
  expect(widen(treeOf(0.5, tried(4)), ROOT)).toBe(0)
  expect(widen(treeOf(0.5, tried(5)), ROOT)).toBe(1)
})

it('counts trials in flight as visits', () => {
  const greedy = urgencyWidening({ ...options, c: 0.1 })
  // N = 3, expected .74: unseen .74 + .0866 against .98 + .0866 / 3; with 40 in flight below the child .74 + .328 against .98 + .008.
  const tree = treeOf(0.5, [{ prior: 1, values: [0.98, 0.98] }])
  expect(greedy(tree, ROOT)).toBe(0)
  tree.addPending(1, 40)
  expect(greedy(tree, ROOT)).toBe(1)
})

it('expects the mean of what the children came to, whatever their visits, and the own value as one more', () => {
  const greedy = urgencyWidening({ ...options, c: 0 })
  const often = { prior: 1, values: Array.from({ length: 10 }, () => 0.2) }
  // (1 + .2 + .5) / 3 = .567 against .5; the mean of all visits is .29.
  expect(greedy(treeOf(1, [often, { prior: 1, values: [0.5] }]), ROOT)).toBe(1)
  // (.7 + .2 + .5) / 3 = .467 against .5.
  expect(greedy(treeOf(0.7, [often, { prior: 1, values: [0.5] }]), ROOT)).toBe(0)
})

it('lowers the urgency by the reduction over the root of the visits', () => {
  // N = 2, expected .45, c = .01: unseen .457 less .2 / 1.414, against .4 + .0035; at N = 64 of the same means it is less .025.
  const reduced = urgencyWidening({ ...options, c: 0.01, reduction: 0.2 })
  const tree = treeOf(0.5, [{ prior: 1, values: [0.4] }])
  expect(urgencyWidening({ ...options, c: 0.01 })(tree, ROOT)).toBe(1)
  expect(reduced(tree, ROOT)).toBe(0)
  for (let i = 0; i < 31; i++) {
    tree.backup(ROOT, 0.5)
    tree.backup(1, 0.4)
  }
  expect(reduced(tree, ROOT)).toBe(1)
})

it('works with priors of 0, within the bound and the cap, and goes on where all children are closed', () => {
  const tree = treeOf(0.5, [{ prior: 0, values: [0] }])
  expect(widen(tree, ROOT)).toBe(1)
  expect(urgencyWidening({ ...options, max: 1 })(tree, ROOT)).toBe(0)
  // Two visits: floor(1 * sqrt 2) = 1 child, floor(2 * sqrt 2) = 2.
  expect(urgencyWidening({ ...options, k: 1 })(tree, ROOT)).toBe(0)
  expect(urgencyWidening({ ...options, k: 2 })(tree, ROOT)).toBe(1)
  const closed = treeOf(0.5, [{ prior: 1, values: [1] }])
  closed.close(1, false)
  expect(urgencyWidening({ ...options, c: 0 })(closed, ROOT)).toBe(1)
})
