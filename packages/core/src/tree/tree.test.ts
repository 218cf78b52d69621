import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Flag, NONE, ROOT, Tree } from './tree.ts'

function small(): Tree {
  const tree = new Tree(1)
  tree.add(NONE, 1, 'root', 0)
  tree.add(ROOT, 0.5, 'a', 0)
  tree.add(ROOT, 0.25, 'b', Flag.terminal)
  tree.add(1, 1, 'aa', 0)
  tree.add(ROOT, 0.125, 'c', 0)
  return tree
}

it('links children in order, those added later too, while the arena grows from one node', () => {
  const tree = small()
  expect(tree.size).toBe(5)
  const children: number[] = []
  for (let x = tree.firstChild(ROOT); x !== NONE; x = tree.nextSibling(x)) children.push(x)
  expect(children).toEqual([1, 2, 4])
  expect([tree.parent(ROOT), tree.parent(3), tree.parent(4)]).toEqual([NONE, 1, ROOT])
  expect([tree.childCount(ROOT), tree.childCount(1), tree.childCount(3)]).toEqual([3, 1, 0])
  expect([tree.depth(ROOT), tree.depth(2), tree.depth(3)]).toEqual([0, 1, 2])
  expect(tree.priorSum(ROOT)).toBe(0.875)
  expect(tree.label(4)).toBe('c')
})

it('backs a value up to the root and nowhere else', () => {
  const tree = small()
  tree.backup(3, 0.5)
  tree.backup(1, 0.25)
  tree.backup(2, 1)
  expect([0, 1, 2, 3, 4].map((x) => tree.visits(x))).toEqual([3, 2, 1, 1, 0])
  expect([0, 1, 2, 3, 4].map((x) => tree.valueSum(x))).toEqual([1.75, 0.75, 1, 0.5, 0])
  expect([0, 1, 2, 3].map((x) => tree.valueSqSum(x))).toEqual([1.3125, 0.3125, 1, 0.25])
  expect([0, 1, 2, 3, 4].map((x) => tree.valueMax(x))).toEqual([1, 0.5, 1, 0.5, Number.NEGATIVE_INFINITY])
  expect(tree.q(1)).toBe(0.375)
  expect(tree.q(4)).toBeNaN()
  expect(tree.value(3)).toBeNaN()
})

it('gives each ancestor a value of its own when asked to', () => {
  const tree = small()
  tree.addValue(3, 1)
  tree.addValue(1, 0.5)
  tree.addValue(ROOT, 0.25)
  expect([3, 1, 0].map((x) => tree.q(x))).toEqual([1, 0.5, 0.25])
})

it('counts trials under way along the path', () => {
  const tree = small()
  tree.addPending(3, 1)
  tree.addPending(2, 1)
  tree.addPending(3, -1)
  expect([0, 1, 2, 3].map((x) => tree.pending(x))).toEqual([1, 0, 1, 0])
})

it('keeps flags apart from the open children that share their word', () => {
  const tree = small()
  tree.setFlags(ROOT, Flag.evaluating | Flag.asked)
  expect(tree.openChildren(ROOT)).toBe(3)
  tree.close(2, false)
  tree.close(4, true)
  expect(tree.openChildren(ROOT)).toBe(1)
  expect(tree.has(ROOT, Flag.evaluating | Flag.asked)).toBe(true)
  tree.clearFlags(ROOT, Flag.evaluating)
  expect(tree.has(ROOT, Flag.evaluating)).toBe(false)
  expect(tree.has(ROOT, Flag.asked)).toBe(true)
  expect([tree.has(2, Flag.closed | Flag.terminal), tree.has(2, Flag.pruned), tree.has(4, Flag.pruned)]).toEqual([
    true,
    false,
    true,
  ])
  expect(tree.isClosed(1)).toBe(false)
})

it('holds any tree whatever room it started with', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 200 }),
      fc.integer({ min: 1, max: 300 }),
      (adds, capacity) => {
        const grown = new Tree(1)
        const roomy = new Tree(capacity)
        for (const tree of [grown, roomy]) {
          tree.add(NONE, 1, 'root', 0)
          for (const [at, prior] of adds) tree.backup(tree.add(at % tree.size, prior, 'x', 0), prior)
        }
        for (let x = 0; x < grown.size; x++) {
          expect([
            grown.parent(x),
            grown.visits(x),
            grown.valueSum(x),
            grown.priorSum(x),
            grown.depth(x),
            grown.nextSibling(x),
          ]).toEqual([
            roomy.parent(x),
            roomy.visits(x),
            roomy.valueSum(x),
            roomy.priorSum(x),
            roomy.depth(x),
            roomy.nextSibling(x),
          ])
          if (x > 0) expect(grown.parent(x)).toBeLessThan(x)
        }
      },
    ),
    { numRuns: 50 },
  )
})
