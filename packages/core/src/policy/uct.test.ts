import { expect, it } from 'vitest'
import { NONE, ROOT, Tree } from '../tree/tree.ts'
import { uct, type UctOptions } from './uct.ts'

const [A, B, C] = [1, 2, 3]

/** Parent with 9 visits: A 3 of q 0.6, B 6 of q 0.5; ln 9 = 2.197225. A: 0.6 + c * 0.855808; B: 0.5 + c * 0.605148. */
function example(): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  tree.add(ROOT, 0.1, '', 0)
  tree.add(ROOT, 0.2, '', 0)
  for (let i = 0; i < 3; i++) tree.backup(A, 0.6)
  for (let i = 0; i < 6; i++) tree.backup(B, 0.5)
  return tree
}

const pick = (tree: Tree, options: UctOptions = {}): number => uct(options)(tree, ROOT, null)

it('adds c sqrt(ln N / n) to the mean', () => {
  const tree = example()
  expect(pick(tree)).toBe(A)
  for (let i = 0; i < 3; i++) tree.backup(B, 0.9)
  // B: (3 + 2.7) / 9 = 0.633333, ln 12 = 2.484907: A 0.6 + c * 0.910111, B 0.633333 + c * 0.525453; they cross at c = 0.086657.
  expect(pick(tree, { c: 0.0866 })).toBe(B)
  expect(pick(tree, { c: 0.0867 })).toBe(A)
})

it('visits children without visits first, in order of prior', () => {
  const tree = example()
  tree.add(ROOT, 0.3, '', 0)
  tree.add(ROOT, 0.4, '', 0)
  tree.add(ROOT, 0.4, '', 0)
  expect(pick(tree)).toBe(4)
})

it('counts trials in flight as visits', () => {
  const tree = example()
  tree.add(ROOT, 1, '', 0)
  tree.addPending(C, 1)
  // N = 10, C has one try and no result: 0 + c * sqrt(ln 10) = c * 1.517427; A: 0.6 + c * 0.876087. They cross at c = 0.935541.
  expect(pick(tree, { c: 0.9355 })).toBe(A)
  expect(pick(tree, { c: 0.9356 })).toBe(C)
})

it('with virtual loss spreads the mean over the losses', () => {
  const tree = example()
  tree.addPending(A, 1)
  // N = 10: A 1.8 / (3 + 1) + c * sqrt(ln 10 / 4) = 0.45 + c * 0.758713, B 0.5 + c * 0.619487. They cross at c = 0.359128.
  expect(pick(tree, { c: 0.359, inFlight: { virtualLoss: 1 } })).toBe(B)
  expect(pick(tree, { c: 0.3592, inFlight: { virtualLoss: 1 } })).toBe(A)
})

it('passes over closed and skipped children', () => {
  const tree = example()
  tree.close(A, true)
  expect(pick(tree)).toBe(B)
  expect(uct()(tree, ROOT, new Set([B]))).toBe(NONE)
})

it('takes no account of trials in flight where told so', () => {
  const tree = example()
  tree.addPending(A, 7)
  // As without them: A 0.6 + c * 0.855808, B 0.5 + c * 0.605148.
  expect(pick(tree, { c: 0.01, inFlight: 'none' })).toBe(A)
  tree.add(ROOT, 1, '', 0)
  tree.addPending(C, 1)
  expect(pick(tree, { inFlight: 'none' })).toBe(C)
})

it('adds losses to the visits too where told so (Chaslot 2008)', () => {
  const tree = example()
  tree.addPending(A, 1)
  // k = 3, N = 12: A 1.8 / 6 + c * sqrt(ln 12 / 6) = 0.3 + c * 0.643543, B 0.5 + c * 0.643543: never A. With one visit a trial:
  // N = 10: A 0.3 + c * 0.758713, B 0.5 + c * 0.619487; they cross at c = 1.436513.
  expect(pick(tree, { c: 1.44, inFlight: { virtualLoss: 3, visits: 3 } })).toBe(B)
  expect(pick(tree, { c: 1.44, inFlight: { virtualLoss: 3 } })).toBe(A)
  expect(pick(tree, { c: 1.43, inFlight: { virtualLoss: 3 } })).toBe(B)
})
