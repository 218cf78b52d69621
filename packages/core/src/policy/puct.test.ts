import { expect, it } from 'vitest'
import { NONE, ROOT, Tree } from '../tree/tree.ts'
import { puct, type PuctOptions } from './puct.ts'

/**
 * Parent with 10 visits. c(s) = 1.25 + ln((10 + 19653) / 19652) = 1.250560, times sqrt(10) = 3.954616.
 * A: q 0.6, 3 visits, prior 1/2: 0.6 + 3.954616 / 2 / 4 = 1.094327.
 * B: q 0.4, 6 visits, prior 1/4: 0.4 + 3.954616 / 4 / 7 = 0.541236.
 * C: no visits, prior 1/4: fpu + 3.954616 / 4 = fpu + 0.988654, so it passes A at an fpu of 0.105673.
 */
const [A, B, C] = [1, 2, 3]

function example(scale = 1): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  for (const prior of [0.5, 0.25, 0.25]) tree.add(ROOT, prior * scale, '', 0)
  for (let i = 0; i < 3; i++) tree.backup(A, 0.6)
  for (let i = 0; i < 6; i++) tree.backup(B, 0.4)
  tree.backup(ROOT, 0.5)
  return tree
}

const pick = (options: PuctOptions, tree = example()): number => puct(options)(tree, ROOT, null)

it('weighs value against exploration as worked out by hand', () => {
  expect(pick({ fpu: 0.1056 })).toBe(A)
  expect(pick({ fpu: 0.1057 })).toBe(C)
})

it('takes the first-play urgency from the parent: mean 0.47 less the reduction, never below 0', () => {
  expect(pick({ fpu: { reduction: 0.364 } })).toBe(C)
  expect(pick({ fpu: { reduction: 0.365 } })).toBe(A)
  expect(pick({ fpu: { reduction: 5 } })).toBe(A)
  expect(pick({})).toBe(C)
})

it('normalises priors over the siblings', () => {
  for (const scale of [0.001, 1, 8, 1e6]) {
    expect(pick({ fpu: 0.105 }, example(scale))).toBe(A)
    expect(pick({ fpu: 0.106 }, example(scale))).toBe(C)
  }
})

it('shares exploration evenly where no child has a prior', () => {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  for (let i = 0; i < 3; i++) tree.add(ROOT, 0, '', 0)
  tree.backup(A, 0.5)
  expect(pick({}, tree)).toBe(B)
})

it('grows exploration with log((N + base + 1) / base)', () => {
  // base 1: c(s) = 1.25 + ln 12 = 3.734907, times sqrt(10) = 11.810812. A: 0.6 + 1.476351; C: fpu + 2.952703.
  expect(pick({ base: 1, fpu: -0.877 })).toBe(A)
  expect(pick({ base: 1, fpu: -0.876 })).toBe(C)
})

it('counts trials in flight as visits, in the exploration term only', () => {
  const tree = example()
  tree.addPending(C, 1)
  // Parent 11: c(s) = 1.250611, times sqrt(11) = 4.147808. A: 0.6 + 0.518476 = 1.118476; C: fpu + 4.147808 / 4 / 2 = fpu + 0.518476.
  expect(pick({ fpu: 0.599 }, tree)).toBe(A)
  expect(pick({ fpu: 0.601 }, tree)).toBe(C)
})

it('with virtual loss a trial in flight counts as that many results of 0', () => {
  const tree = example()
  tree.addPending(A, 1)
  // k = 3. A: 1.8 / (3 + 3) + 4.147808 / 2 / 5 = 0.3 + 0.414781 = 0.714781; C: fpu + 1.036952; B: 0.4 + 1.036952 / 7 = 0.548136.
  expect(pick({ fpu: -0.3221, inFlight: { virtualLoss: 3 } }, tree)).toBe(C)
  expect(pick({ fpu: -0.3223, inFlight: { virtualLoss: 3 } }, tree)).toBe(A)
  // A child without results that is in flight has its urgency spread over the losses too: 0.8 / (1 + 3) + 4.147808 / 4 / 2.
  const fresh = example()
  fresh.addPending(C, 1)
  expect(pick({ fpu: 2.39, inFlight: { virtualLoss: 3 } }, fresh)).toBe(A)
  expect(pick({ fpu: 2.41, inFlight: { virtualLoss: 3 } }, fresh)).toBe(C)
})

it('passes over closed and skipped children, and says when none is left', () => {
  const tree = example()
  tree.close(C, false)
  expect(pick({}, tree)).toBe(A)
  expect(puct()(tree, ROOT, new Set([A]))).toBe(B)
  expect(puct()(tree, ROOT, new Set([A, B]))).toBe(NONE)
})

it('gives ties to the older child', () => {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  for (let i = 0; i < 4; i++) tree.add(ROOT, 0.25, '', 0)
  tree.backup(ROOT, 0.5)
  expect(pick({}, tree)).toBe(A)
})

it('takes no account of trials in flight where told so', () => {
  const tree = example()
  tree.addPending(C, 1)
  expect(pick({ fpu: 0.1056, inFlight: 'none' }, tree)).toBe(A)
  expect(pick({ fpu: 0.1057, inFlight: 'none' }, tree)).toBe(C)
})
