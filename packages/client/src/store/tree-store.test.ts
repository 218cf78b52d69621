import { foldEvents, type Envelope, type Fold, type FoldView } from '@espalier/core'
import { hashTree } from '@espalier/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomLog } from '../../test/random-log.ts'
import { steeredNode } from './mark.ts'
import { createTreeStore, type TreeStoreOptions } from './tree-store.ts'

/** A store whose notifications wait until `flush`. */
function storeOf(options: Partial<TreeStoreOptions> = {}) {
  const waiting: (() => void)[] = []
  const store = createTreeStore({ schedule: (run) => waiting.push(run), ...options })
  const flush = (): void => {
    for (const run of waiting.splice(0)) run()
  }
  return { store, flush, waiting }
}

const foldOf = (log: readonly Envelope[]): Fold => foldEvents(log.map(({ event }) => event))

/** That two folds hold the same, the running totals and the trials under way included. */
function expectSameFold(shown: FoldView, expected: Fold): void {
  const fold = shown as Fold
  expect(hashTree(fold.tree)).toBe(hashTree(expected.tree))
  const { tree: _, openTrials, ...rest } = fold
  const { tree: __, openTrials: expectedOpen, ...expectedRest } = expected
  expect(rest).toEqual(expectedRest)
  expect(openTrials.values()).toEqual(expectedOpen.values())
}

/** Tokens by node, worked out from the trials alone. */
function tokensOf(log: readonly Envelope[]): readonly number[] {
  const { tree } = foldOf(log)
  const counts = Array.from({ length: tree.size }, () => 0)
  const nodes = new Map<number, number>()
  for (const { event } of log) {
    if (event.type === 'trial-start') nodes.set(event.trial, event.node)
    if (event.type !== 'trial-end' || event.usage === undefined) continue
    for (let node = nodes.get(event.trial)!; node >= 0; node = tree.parent(node)) {
      counts[node]! += event.usage.promptTokens + event.usage.completionTokens
    }
  }
  return counts
}

describe('a store', () => {
  it('shows what its log comes to, in whatever batches it came', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (seed, batches) => {
        const log = randomLog(seed, 60)
        const { store } = storeOf()
        for (let at = 0, i = 0; at < log.length; i++) {
          const size = batches[i % batches.length]!
          // Readers that come back get some events twice.
          store.push(log.slice(Math.max(0, at - 2), at + size))
          at += size
        }
        expectSameFold(store.fold, foldOf(log))
        expect(store.lastSeq).toBe(log.length - 1)
        expect(store.held).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it('refuses a gap and keeps what it has', () => {
    const log = randomLog(1, 20)
    const { store } = storeOf()
    store.push(log.slice(0, 10))
    expect(() => store.push(log.slice(11))).toThrow(expect.objectContaining({ code: 'invalid-response' }))
    store.push(log.slice(10))
    expectSameFold(store.fold, foldOf(log))
  })

  it('tells its listeners once a frame, and raises its version with that', () => {
    const log = randomLog(1, 20)
    const { store, flush, waiting } = storeOf()
    let told = 0
    const leave = store.subscribe(() => told++)
    expect(store.getVersion()).toBe(0)
    for (const envelope of log) store.push([envelope])
    expect(waiting).toHaveLength(1)
    expect([told, store.getVersion()]).toEqual([0, 0])
    flush()
    expect([told, store.getVersion()]).toEqual([1, 1])
    store.seek(3)
    leave()
    flush()
    expect([told, store.getVersion()]).toEqual([1, 2])
    store.push(log)
    expect(waiting).toHaveLength(0)
  })

  it('holds the display while events go on coming', () => {
    const log = randomLog(2, 40)
    const { store } = storeOf()
    store.push(log.slice(0, 30))
    store.freeze()
    store.push(log.slice(30))
    expect(store.mode).toBe('frozen')
    expect(store.held).toBe(log.length - 30)
    expect(store.shownSeq).toBe(29)
    expectSameFold(store.fold, foldOf(log.slice(0, 30)))
    store.thaw()
    expect([store.mode, store.held]).toEqual(['live', 0])
    expectSameFold(store.fold, foldOf(log))
  })

  it('replays to any place, in any order, within any memory', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.array(fc.integer({ min: -5, max: 400 }), { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 0, max: 60_000 }),
        (seed, places, spacing, maxBytes) => {
          const log = randomLog(seed, 60)
          const { store } = storeOf({ spacing, maxBytes })
          store.push(log)
          for (const seq of places) {
            store.seek(seq)
            const events = Math.max(0, Math.min(log.length, seq + 1))
            const shown = log.slice(0, events)
            expect(store.shownSeq).toBe(events - 1)
            expectSameFold(store.fold, foldOf(shown))
            expect(tokensOf(shown)).toEqual(tokensOf(shown).map((_, node) => store.tokens.at(node)))
          }
          store.live()
          expectSameFold(store.fold, foldOf(log))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('goes on receiving while it replays, and gives another fold for a place further back', () => {
    const log = randomLog(3, 60)
    const { store } = storeOf({ spacing: 16 })
    store.push(log.slice(0, 100))
    const before = store.fold
    store.seek(40)
    expect(store.fold).not.toBe(before)
    const back = store.fold
    store.push(log.slice(100))
    store.seek(45)
    expect(store.fold).toBe(back)
    expect([store.mode, store.lastSeq, store.held]).toEqual(['replay', log.length - 1, log.length - 46])
    store.live()
    store.push([])
    expectSameFold(store.fold, foldOf(log))
  })

  it('shows a preview until the events that it rests on have come, and what is sought in between', () => {
    const log = randomLog(5, 60)
    const later = foldOf(log.slice(0, 90))
    const { store, flush } = storeOf({ spacing: 16 })
    store.push(log.slice(0, 10))
    flush()
    const seen = store.getVersion()
    store.preview(later)
    flush()
    expect(store.getVersion()).toBeGreaterThan(seen)
    expect(store.fold).toBe(later)
    expect([store.shownSeq, store.lastSeq, store.missing, store.held]).toEqual([89, 9, 80, 0])
    store.push(log.slice(10, 60))
    expect(store.fold).toBe(later)
    store.seek(20)
    expectSameFold(store.fold, foldOf(log.slice(0, 21)))
    expect(store.missing).toBe(0)
    store.live()
    expect(store.fold).toBe(later)
    store.push(log.slice(60))
    expectSameFold(store.fold, foldOf(log))
    expect(store.missing).toBe(0)
    store.preview(later)
    expectSameFold(store.fold, foldOf(log))
  })

  it('holds a preview still while it is frozen', () => {
    const log = randomLog(5, 60)
    const { store } = storeOf()
    const later = foldOf(log.slice(0, 90))
    store.preview(later)
    store.freeze()
    store.push(log)
    expect(store.fold).toBe(later)
    expect(store.held).toBe(log.length - 90)
    store.thaw()
    expectSameFold(store.fold, foldOf(log))
  })

  it('marks what is worth a jump', () => {
    const log = randomLog(4, 80)
    const { store } = storeOf()
    store.push(log)
    const of = (kind: string) => store.marks.filter((mark) => mark.kind === kind)
    const events = log.map(({ event }) => event)
    expect(of('start')).toEqual([{ seq: 0, kind: 'start', node: 0 }])
    expect(of('end')).toHaveLength(1)
    expect(of('answer').map(({ seq }) => seq)).toEqual(
      events.filter(({ type }) => type === 'answer-change').map(({ seq }) => seq),
    )
    expect(of('steer').map(({ node }) => node)).toEqual(
      events.flatMap((event) => (event.type === 'steer' ? [steeredNode(event.action)] : [])),
    )
    expect(of('steer')).not.toEqual([])
    const failed = events.filter((event) => event.type === 'trial-end' && event.error !== undefined)
    expect(failed.length).toBeGreaterThan(0)
    expect(of('failure').map(({ seq }) => seq)).toEqual(failed.map(({ seq }) => seq))
    for (const { seq, node } of of('failure')) expect(foldOf(log.slice(0, seq)).openTrials.values()).toContain(node)
    expect(store.marks.map(({ seq }) => seq)).toEqual(store.marks.map(({ seq }) => seq).sort((a, b) => a - b))
  })
})
