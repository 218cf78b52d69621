import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NONE, Tree } from '../tree/tree.ts'
import { childrenRule, consistencyRule, estimates, halfBestRule, maxRule, softRule } from './estimates.ts'

/** A root of value .5 with children of values .2 and .8, and a grandchild of .4 below the second. */
function small(): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, 'root', 0)
  for (const [parent, value] of [
    [0, 0.2],
    [0, 0.8],
    [2, 0.4],
  ] as const)
    tell(tree, tree.add(parent, 1, 'step', 0), value)
  tell(tree, 0, 0.5)
  return tree
}

function tell(tree: Tree, node: number, value: number): void {
  tree.setValue(node, value)
  tree.backup(node, value)
}

describe('estimates', () => {
  it('by the maximum are the best line’s, seen from every node on it', () => {
    const by = estimates(maxRule)
    const tree = small()
    expect([1, 2, 3, 0].map((node) => by.of(tree, node))).toEqual([0.2, 0.4, 0.4, 0.4].map(Math.fround))
  })

  it('by halves are the mean of a node’s own value and its best child’s', () => {
    const by = estimates(halfBestRule)
    const tree = small()
    expect(by.of(tree, 2)).toBeCloseTo(0.6, 6)
    expect(by.of(tree, 0)).toBeCloseTo(0.55, 6)
  })

  it('by mellowmax lie between the mean and the maximum, and near them at the ends', () => {
    const tree = small()
    expect(estimates(softRule(1e-6)).of(tree, 0)).toBeCloseTo(tree.q(0), 5)
    expect(estimates(softRule(1000)).of(tree, 2)).toBeCloseTo(0.8, 2)
    const middle = estimates(softRule(10)).of(tree, 0)
    expect(middle).toBeGreaterThan(tree.q(0))
    expect(middle).toBeLessThan(0.8)
  })

  it('by consistency mix a value with how often its step was proposed', () => {
    const tree = new Tree()
    tree.add(NONE, 1, 'root', 0)
    tell(tree, tree.add(0, 3, 'often', 0), 0.4)
    tell(tree, tree.add(0, 1, 'seldom', 0), 0.6)
    const by = estimates(consistencyRule(0.5))
    expect(by.of(tree, 1)).toBeCloseTo((0.4 + 0.75) / 2, 6)
    expect(by.of(tree, 2)).toBeCloseTo((0.6 + 0.25) / 2, 6)
    tell(tree, tree.add(1, 1, 'below', 0), 0.2)
    expect(by.of(tree, 1)).toBeCloseTo(((0.4 + 0.75) / 2 + (0.2 + 1) / 2) / 2, 6)
  })

  it('by the children alone forget a node’s own value once one of them has one', () => {
    const by = estimates(childrenRule)
    const tree = small()
    expect(by.of(tree, 2)).toBeCloseTo(0.4, 6)
    // Children with one visit and .2, and with two and .4.
    expect(by.of(tree, 0)).toBeCloseTo((0.2 + 2 * 0.4) / 3, 6)
  })

  it('take the reward of a step and the discount of the rest', () => {
    const tree = small()
    tree.transitions.set(2, { reward: 1, discount: -0.5 })
    expect(estimates(maxRule).of(tree, 2)).toBeCloseTo(1 - 0.5 * 0.4, 6)
    expect(estimates(maxRule).of(tree, 0)).toBeCloseTo(0.8, 6)
  })

  it('of nodes that nothing came back to are NaN', () => {
    const tree = small()
    const fresh = tree.add(1, 1, 'fresh', 0)
    expect(estimates(maxRule).of(tree, fresh)).toBeNaN()
    expect(estimates(maxRule).of(tree, 1)).toBeCloseTo(0.2, 6)
  })

  it('do not depend on when they were read', () => {
    const growth = fc.array(fc.record({ parent: fc.nat(), value: fc.double({ min: -2, max: 2, noNaN: true }) }), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(growth, fc.constantFrom(maxRule, halfBestRule, softRule(5)), (steps, rule) => {
        const tree = new Tree()
        tell(tree, tree.add(NONE, 1, 'root', 0), 0)
        const read = estimates(rule)
        for (const [i, { parent, value }] of steps.entries()) {
          tell(tree, tree.add(parent % tree.size, 1, 'step', 0), value)
          if (i % 3 === 0) read.of(tree, 0)
        }
        const late = estimates(rule)
        for (let node = 0; node < tree.size; node++) expect(read.of(tree, node)).toBe(late.of(tree, node))
      }),
    )
  })

  it('do not overflow the stack on a long chain', () => {
    const tree = new Tree()
    tree.add(NONE, 1, 'root', 0)
    for (let node = 0; node < 30_000; node++) tree.add(node, 1, 'step', 0)
    tell(tree, 30_000, 0.5)
    expect(estimates(maxRule).of(tree, 0)).toBe(0.5)
  })
})
