import { expect, it } from 'vitest'
import { Flag, NONE, ROOT, Tree } from '../tree/tree.ts'
import { fixedWidth, progressiveWidening, type ProgressiveWideningOptions } from './widen.ts'

const base: ProgressiveWideningOptions = { initial: 2, k: 1, alpha: 0.5, max: 4, afterVisits: 1 }

/** Children of a node just after each of its visits, if every request is met. */
function childrenByVisit(options: ProgressiveWideningOptions, visits: number): number[] {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  const widen = progressiveWidening(options)
  return Array.from({ length: visits }, () => {
    tree.backup(ROOT, 0.5)
    for (let want = widen(tree, ROOT); want > 0; want = widen(tree, ROOT))
      for (let i = 0; i < want; i++) tree.add(ROOT, 1, '', 0)
    return tree.childCount(ROOT)
  })
}

it('keeps children within max(initial, k N^alpha) and the cap', () => {
  expect(childrenByVisit(base, 20)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4])
  expect(childrenByVisit({ ...base, k: 2, alpha: 0.25, max: 9 }, 82).filter((n, i, all) => n !== all[i - 1])).toEqual([
    2, 3, 4, 5, 6,
  ])
  // 2 N^(1/4) reaches 3 at N = 5.06, 4 at 16, 5 at 39.06, 6 at 81.
  const grown = childrenByVisit({ ...base, k: 2, alpha: 0.25, max: 9 }, 82)
  expect([grown[4], grown[5], grown[14], grown[15], grown[38], grown[39], grown[79], grown[80]]).toEqual([
    2, 3, 3, 4, 4, 5, 5, 6,
  ])
})

it('asks for one more step at a time', () => {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  for (let i = 0; i < 100; i++) tree.backup(ROOT, 0)
  const widen = progressiveWidening({ ...base, max: 64 })
  expect(widen(tree, ROOT)).toBe(2)
  tree.add(ROOT, 1, '', 0)
  expect(widen(tree, ROOT)).toBe(1)
})

it('waits for visits before the first steps, but not at the root', () => {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  const node = tree.add(ROOT, 1, '', 0)
  const widen = progressiveWidening({ ...base, afterVisits: 2 })
  const fixed = fixedWidth(3, 2)
  expect([widen(tree, node), fixed(tree, node)]).toEqual([0, 0])
  tree.backup(node, 1)
  expect([widen(tree, node), fixed(tree, node)]).toEqual([0, 0])
  tree.backup(node, 1)
  expect([widen(tree, node), fixed(tree, node)]).toEqual([2, 3])
  const rooted = new Tree()
  rooted.add(NONE, 1, '', 0)
  expect([widen(rooted, ROOT), fixed(rooted, ROOT)]).toEqual([2, 3])
  rooted.add(ROOT, 1, '', 0)
  // A step that somebody inserted does not stand for those of the generator.
  expect(fixed(rooted, ROOT)).toBe(3)
  rooted.setFlags(ROOT, Flag.asked)
  expect(fixed(rooted, ROOT)).toBe(0)
})

it('tries another step where all children are closed, up to the cap', () => {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  tree.backup(ROOT, 0.5)
  const widen = progressiveWidening(base)
  for (let child = 1; child <= 4; child++) {
    tree.add(ROOT, 1, '', 0)
    if (child > 1) expect(widen(tree, ROOT)).toBe(0)
    tree.close(child, false)
    expect(widen(tree, ROOT)).toBe(child < 4 ? 1 : 0)
  }
})
