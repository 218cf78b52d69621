import { Flag, NONE, Tree } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findNodes, QUERY_NUMBERS, QUERY_STATUSES } from './node-query.ts'
import { parseQuery } from './parse-query.ts'

/** Root, two steps, and a step below the first: visited 3, 2, 0 and 1 times. */
function smallTree(): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, '4 9 10 13 → 24', 0)
  tree.add(0, 0.75, '13 - 9 = 4 (left: 4 4 10)', 0)
  tree.add(0, 0.25, '4 + 9 = 13', 0)
  tree.add(1, 1, '10 - 4 = 6', Flag.terminal | Flag.answer)
  tree.sources.set(2, 'Embedded')
  tree.setValue(0, 0.25)
  tree.backup(0, 0.25)
  tree.backup(1, 0.5)
  tree.backup(3, 1)
  tree.close(3, false)
  tree.addPending(2, 1)
  return tree
}

function found(text: string): readonly number[] {
  const parsed = parseQuery(text)
  if (!parsed.ok) throw new Error(parsed.fault.message)
  return findNodes(smallTree(), parsed.query)
}

describe('a query', () => {
  it.each<[string, readonly number[]]>([
    ['', []],
    ['   ', []],
    ['13', [0, 1, 2]],
    ['13 left', [1]],
    ['"9 = 13"', [2]],
    ['embedded', [2]],
    ['= 6', [3]],
    ['n>1', [0, 1]],
    ['n>=3', [0]],
    ['N=0', [2]],
    ['q>0.7', [1, 3]],
    ['q<=1', [0, 1, 3]],
    ['value=0.25', [0]],
    ['max=1', [0, 1, 3]],
    ['prior<0.5', [2]],
    ['depth<1', [0]],
    ['depth>=1 n>0', [1, 3]],
    ['children=2', [0]],
    ['pending>0', [0, 2]],
    ['id=2', [2]],
    ['status:closed', [3]],
    ['status:OPEN', [0, 1, 2]],
    ['is:leaf', [2, 3]],
    ['status:answer depth<6', [3]],
    ['-status:leaf', [0, 1]],
    // A minus before a digit is a number's sign, not a contrary; no label says that.
    ['-13', []],
    ['step -"left:"', []],
    ['n>1e0 -q>0.7', [0]],
    ['"a \\"quoted\\" word', []],
    ['-', [1, 3]],
  ])('%j finds %j', (text, nodes) => {
    expect(found(text)).toEqual(nodes)
  })

  it.each([
    ['x>3', 'x: expected one of q, n', 0, 3],
    ['n>1 q>high', 'q: got "high", expected a number', 4, 10],
    ['q>', 'q: got "", expected a number', 0, 2],
    ['a status:red', 'status: got "red", expected one of', 2, 12],
    ['-q<', 'q: got ""', 0, 3],
  ])('%j is faulty', (text, message, from, to) => {
    const parsed = parseQuery(text)
    expect(parsed).toMatchObject({ ok: false, fault: { from, to } })
    if (!parsed.ok) expect(parsed.fault.message).toContain(message)
  })

  it('is read or refused, whatever it is, and what is between is what was written', () => {
    const tree = smallTree()
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'qn<>=:-"\\ .1astu'.split('')) })),
        (text) => {
          const parsed = parseQuery(text)
          if (parsed.ok) findNodes(tree, parsed.query)
          else {
            expect(parsed.fault.from).toBeGreaterThanOrEqual(0)
            expect(parsed.fault.to).toBeLessThanOrEqual(text.length)
            expect(text.slice(parsed.fault.from, parsed.fault.to)).not.toBe('')
          }
        },
      ),
    )
  })

  it('holds for a node, or its contrary does', () => {
    const tree = smallTree()
    const all = [0, 1, 2, 3]
    const word = fc.oneof(
      fc.constantFrom(...QUERY_STATUSES).map((status) => `status:${status}`),
      fc
        .tuple(
          fc.constantFrom(...QUERY_NUMBERS),
          fc.constantFrom('<', '<=', '>', '>=', '='),
          fc.integer({ min: -1, max: 3 }),
        )
        .map(([field, comparison, value]) => `${field}${comparison}${value}`),
      fc.constantFrom('left', '"9 ="', 'nothing'),
    )
    fc.assert(
      fc.property(word, (text) => {
        const [yes, no] = [text, `-${text}`].map((query) => {
          const parsed = parseQuery(query)
          return parsed.ok ? findNodes(tree, parsed.query) : [Number.NaN]
        })
        expect(new Set([...yes!, ...no!])).toEqual(new Set(all))
        expect(yes!.length + no!.length).toBe(all.length)
      }),
    )
  })

  it('finds so many nodes and no more', () => {
    const parsed = parseQuery('n>=0')
    expect(parsed.ok && findNodes(smallTree(), parsed.query, 2)).toEqual([0, 1])
  })
})
