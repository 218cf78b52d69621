import { expect, it } from 'vitest'
import type { SelectContext } from '../search/policy.ts'
import { Flag, NONE, ROOT, Tree, type NodeId } from '../tree/tree.ts'
import { dive } from './dive.ts'
import { fixedWidth } from './widen.ts'

const context: SelectContext = { focus: ROOT, draw: () => 0, seed: 0, via: [], close: () => {} }
const widen = fixedWidth(2)

/** A root worth 0.5 with an evaluated child of 0.7 (node 1) and one of 0.3 (node 2): mean (0.5 + 0.7 + 0.3) / 3 = 0.5. */
function example(): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  for (const prior of [0.5, 0.5]) tree.add(ROOT, prior, '', 0)
  for (const [node, value] of [
    [ROOT, 0.5],
    [1, 0.7],
    [2, 0.3],
  ] as const) {
    tree.setValue(node, value)
    tree.backup(node, value)
  }
  return tree
}

/** What a trial at `node` brings: children with values, or without where that is null. */
function bring(tree: Tree, node: NodeId, values: readonly (number | null)[]): NodeId[] {
  tree.endTrial(node, false, false)
  return values.map((value, i) => {
    const child = tree.add(node, 0.1 * (i + 1), '', 0)
    if (value !== null) {
      tree.setValue(child, value)
      tree.backup(child, value)
    }
    return child
  })
}

/** A dive over a selection that always gives `plain`; asks mark the node as an engine does. */
function asking(tree: Tree, margin: number, plain: () => NodeId) {
  const select = dive(plain, widen, { margin })
  return (): NodeId => {
    const node = select(tree, context)
    if (node !== NONE) tree.setFlags(node, tree.has(node, Flag.evaluated) ? Flag.generating : Flag.evaluating)
    return node
  }
}

it('goes on to the best new child, and down from there', () => {
  const tree = example()
  const ask = asking(tree, 0, () => 1)
  expect(ask()).toBe(1)
  const [, better] = bring(tree, 1, [0.6, 0.8, 0.7])
  expect(ask()).toBe(better)
  const [deep] = bring(tree, better!, [0.75, 0.74])
  expect(ask()).toBe(deep)
})

it('goes to the likeliest new child where none has a value, and stays when its value comes', () => {
  const tree = example()
  let plain = 1
  const ask = asking(tree, 0, () => plain)
  expect(ask()).toBe(1)
  const [, , likeliest] = bring(tree, 1, [null, null, null])
  plain = 2
  expect(ask()).toBe(likeliest)
  tree.endTrial(likeliest!, false, false)
  tree.setValue(likeliest!, 0.9)
  tree.backup(likeliest!, 0.9)
  expect(ask()).toBe(likeliest)
  expect(ask()).toBe(2)
})

it('gives a branch up where it falls further below the mean than the margin', () => {
  // Two children of 0.4 and 0.2: the root's mean is (1.5 + 0.4 + 0.2) / 5 = 0.42, and 0.4 is 0.02 below.
  for (const [margin, next] of [
    [0.019, 2],
    [0.021, 3],
    [1, 3],
  ] as const) {
    const tree = example()
    let plain = 1
    const ask = asking(tree, margin, () => plain)
    ask()
    bring(tree, 1, [0.4, 0.2])
    plain = 2
    expect(ask()).toBe(next)
  }
})

it('lets each of several trials that came back go on, in their order', () => {
  const tree = example()
  let plain = 1
  const ask = asking(tree, 0, () => plain)
  ask()
  plain = 2
  ask()
  const [second] = bring(tree, 2, [0.8])
  const [first] = bring(tree, 1, [0.9])
  expect([ask(), ask()]).toEqual([first, second])
})

it('leaves the choice to the selection when a trial brought nothing, or what it brought is finished', () => {
  const tree = example()
  let plain = 1
  const ask = asking(tree, 1, () => plain)
  ask()
  tree.endTrial(1, true, false)
  plain = 2
  expect(ask()).toBe(2)
  const [done] = bring(tree, 2, [0.9])
  tree.setFlags(done!, Flag.terminal)
  tree.close(done!, false)
  plain = 1
  expect(ask()).toBe(1)
})

it('forgets nothing while there is nothing to do', () => {
  const tree = example()
  let plain: NodeId = 1
  const ask = asking(tree, 0, () => plain)
  ask()
  const [, low] = bring(tree, 1, [0.1, 0.3])
  plain = NONE
  // Mean 1.9 / 5 = 0.38: 0.3 is too low as things stand.
  expect(ask()).toBe(NONE)
  // Values of 0.05 at the other child bring it to (1.9 + 0.3) / 11 = 0.2.
  for (let i = 0; i < 6; i++) tree.backup(2, 0.05)
  expect(ask()).toBe(low)
})

it('stays below the focus', () => {
  const tree = example()
  const select = dive(() => 2, widen, { margin: 1 })
  expect(select(tree, context)).toBe(2)
  bring(tree, 2, [0.9])
  expect(select(tree, { ...context, focus: 1 })).toBe(2)
})

it.each([-1, Number.NaN])('refuses a margin of %d', (margin) => {
  expect(() => dive(() => NONE, widen, { margin })).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
})
