import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lettersSearch, runLetters } from '../../test/letters.ts'
import { bestFirst } from '../presets/best-first.ts'
import { Flag, NONE, ROOT, Tree } from '../tree/tree.ts'
import { bestFirstSelect } from './frontier.ts'

it('expands the highest value first, the older node at a tie, and evaluates new nodes in order', () => {
  const values: Record<string, number> = { '': 0.5, a: 0.2, b: 0.7, ba: 0.7, bb: 0.7 }
  const asked = runLetters(
    lettersSearch(bestFirst({ children: 2 }), { problem: { alphabet: 'ab', length: 3 } }),
    'ab',
    (word) => values[word] ?? 0.1,
  )
  expect(asked).toEqual([
    'v+2:',
    'v:a',
    'v:b',
    '+2:b',
    'v:ba',
    'v:bb',
    '+2:ba',
    'v:baa',
    'v:bab',
    '+2:bb',
    'v:bba',
    'v:bbb',
    '+2:a',
    'v:aa',
    'v:ab',
    '+2:aa',
    'v:aaa',
    'v:aab',
    '+2:ab',
    'v:aba',
    'v:abb',
  ])
})

const context = { focus: ROOT, draw: () => 0, seed: 0, via: [], close: () => {} }

it('pops open nodes in order of value, whatever came in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 60 }), (eighths) => {
      const tree = new Tree()
      tree.add(NONE, 1, '', 0)
      tree.setValue(ROOT, 0)
      tree.setFlags(ROOT, Flag.asked)
      for (const eighth of eighths) tree.setValue(tree.add(ROOT, 1, '', 0), eighth / 8)
      const select = bestFirstSelect()
      const order: number[] = []
      for (let node = select(tree, context); node !== NONE; node = select(tree, context)) {
        order.push(node)
        tree.close(node, false)
      }
      const expected = eighths.map((_, i) => i + 1).sort((a, b) => tree.value(b) - tree.value(a) || a - b)
      expect(order).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

it('leaves out what is in flight, outside the focus, or below a node given up', () => {
  const tree = new Tree()
  for (const parent of [NONE, ROOT, ROOT, 1, 1, 2]) tree.setValue(tree.add(parent, 1, '', 0), 0.5)
  for (const node of [ROOT, 1, 2]) tree.setFlags(node, Flag.asked)
  const select = bestFirstSelect()
  expect(select(tree, context)).toBe(3)
  tree.setFlags(3, Flag.generating)
  expect(select(tree, context)).toBe(4)
  expect(select(tree, { ...context, focus: 2 })).toBe(5)
  tree.close(1, true)
  tree.clearFlags(3, Flag.generating)
  expect(select(tree, context)).toBe(5)
})
