import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NONE, createFold, foldEvents, type ExploredFold } from '@espalier/core'
import { someSearch } from '../../test/some-search.ts'
import { candidatesOf, nodeDetail } from '../nodes/read-nodes.ts'
import { isProtocolError } from '../protocol-error.ts'
import { decodeSnapshot } from './decode-snapshot.ts'
import { encodeSnapshot } from './encode-snapshot.ts'
import { hashTree } from './tree-hash.ts'

const algorithms = fc.constantFrom('mcts', 'uct', 'best-first', 'beam', 'best-of-n')

/** Everything that a tree says of a node. */
const accountOf = (fold: ExploredFold, node: number) => ({
  ...nodeDetail(fold.tree, node),
  firstChild: fold.tree.firstChild(node),
  nextSibling: fold.tree.nextSibling(node),
  priorSum: fold.tree.priorSum(node),
  candidates: candidatesOf(fold, node),
})

describe('a snapshot', () => {
  it('gives the tree that went in, to the last bit of every number', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(1000), algorithms, fc.nat(9), (trials, seed, algorithm, offset) => {
        const { fold } = someSearch(trials, seed, algorithm)
        const bytes = encodeSnapshot(fold)
        const elsewhere = new Uint8Array(bytes.length + offset)
        elsewhere.set(bytes, offset)
        const back = decodeSnapshot(offset % 2 === 0 ? elsewhere.subarray(offset) : Buffer.from(bytes))
        expect(hashTree(back.tree)).toBe(hashTree(fold.tree))
        for (let node = 0; node < fold.tree.size; node++) {
          expect(accountOf(back, node)).toEqual(accountOf(fold, node))
        }
        const { start, end, answer, steering, asked, succeeded, failed, rejected, usage } = fold
        expect(back).toMatchObject({ start, end, answer, steering, asked, succeeded, failed, rejected, usage })
        expect(back.events).toBe(fold.seq)
      }),
    )
  })

  it('is the same of a live search and of the fold of its log', () => {
    const search = someSearch(50, 3)
    const live = encodeSnapshot(search.fold)
    expect(encodeSnapshot(foldEvents(search.drain()))).toEqual(live)
  })

  it('of a search before its first event has no nodes', () => {
    const { tree, start } = decodeSnapshot(encodeSnapshot(createFold()))
    expect(tree.size).toBe(0)
    expect(start).toBeNull()
  })

  it('is refused when it is cut off or changed where it matters, and never hangs a reader', () => {
    const bytes = encodeSnapshot(someSearch(30, 1).fold)
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => decodeSnapshot(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'INVALID_SNAPSHOT' }),
      )
    }
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const changed = bytes.slice()
        changed[at] = value
        try {
          const { tree } = decodeSnapshot(changed)
          for (let node = 0; node < tree.size; node++) {
            expect(tree.parent(node) === NONE ? 0 : tree.depth(tree.parent(node)) + 1).toBe(tree.depth(node))
          }
        } catch (error) {
          expect(isProtocolError(error)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
