import { expect, it } from 'vitest'
import { Flag, NONE, ROOT, Tree, type NodeId } from '../tree/tree.ts'
import type { InFlight } from './in-flight.ts'
import { byMinMax } from './q-transform.ts'
import { puctBySiblings } from './puct-by-siblings.ts'
import { fixedWidth } from './widen.ts'

/** Root with 10 visits and three evaluated children, and A with a child of its own. */
function example(): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, '', Flag.asked)
  for (const prior of [0.7, 0.2, 0.1]) tree.add(ROOT, prior, '', 0)
  for (const node of [ROOT, 1, 2, 3]) tree.setValue(node, 0.5)
  tree.backup(ROOT, 0.5)
  for (let i = 0; i < 5; i++) tree.backup(1, 0.6)
  for (let i = 0; i < 3; i++) tree.backup(2, 0.7)
  tree.backup(3, 0.1)
  return tree
}

function pick(options: { readonly c: number; readonly fraction?: number; readonly seed?: number }): NodeId {
  const { c, fraction = 0, seed = 0 } = options
  const noise = { alpha: 0.3, fraction }
  const select = puctBySiblings({ c, base: 19_652, qTransform: byMinMax(0, 1), noise }, fixedWidth(2, 1))
  return select(example(), { focus: ROOT, draw: () => 0, seed, via: [], close: () => {} })
}

it('weighs value against exploration as worked out by hand', () => {
  // sqrt(10) = 3.1623, ln term 0.00056. A: 0.6 + c 0.36893; B: 0.7 + c 0.15811; C: 0.1 + c 0.15811. A passes B at c = 0.47435.
  expect(pick({ c: 0.473 })).toBe(2)
  expect(pick({ c: 0.475 })).toBe(1)
})

it('lets noise try what the priors would not, by the seed alone', () => {
  const picks = Array.from({ length: 60 }, (_, seed) => pick({ c: 5, fraction: 1, seed }))
  expect(new Set(picks)).toEqual(new Set([1, 2, 3]))
  expect(picks.map((_, seed) => pick({ c: 5, fraction: 1, seed }))).toEqual(picks)
  expect(new Set(Array.from({ length: 20 }, (_, seed) => pick({ c: 5, seed })))).toEqual(new Set([1]))
})

it('counts trials in flight as it is told to', () => {
  const pickWith = (c: number, inFlight: InFlight): NodeId => {
    const tree = example()
    tree.addPending(2, 1)
    const noise = { alpha: 0.3, fraction: 0 }
    const select = puctBySiblings({ c, base: 19_652, qTransform: byMinMax(0, 1), noise, inFlight }, fixedWidth(2, 1))
    return select(tree, { focus: ROOT, draw: () => 0, seed: 0, via: [], close: () => {} })
  }
  // None: as above, A passes B at c = 0.47435.
  expect([pickWith(0.473, 'none'), pickWith(0.475, 'none')]).toEqual([2, 1])
  // Visits: sqrt(11) = 3.3166. A: 0.6 + c 0.38694; B: 0.7 + c 0.13266. They cross at c = 0.39327.
  expect([pickWith(0.392, 'wu-uct'), pickWith(0.395, 'wu-uct')]).toEqual([2, 1])
  // One loss: B's value is 0.7 * 3 / 4 = 0.525, below A's.
  expect(pickWith(0, { virtualLoss: 1 })).toBe(1)
  // Half a loss: 0.7 * 3 / 3.5 = 0.6, a tie that goes to A; a tenth: 0.6774.
  expect(pickWith(0, { virtualLoss: 0.1 })).toBe(2)
})
