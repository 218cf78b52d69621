import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldEvents, type SearchEvent } from '@espalier/core'
import { anyEvent } from '../../test/any-event.ts'
import { someSearch } from '../../test/some-search.ts'
import { searchEventSchema } from '../events/event-schema.ts'
import { decodeSnapshot } from '../tree/decode-snapshot.ts'
import { encodeSnapshot } from '../tree/encode-snapshot.ts'
import { hashTree } from '../tree/tree-hash.ts'
import { decodeBatch, encodeBatch } from '../wire/batch.ts'
import { HIDDEN_TEXT, hideText, hideTextOf } from './hide-text.ts'
import { TRACE_LEVELS, showsPart, strictest } from './levels.ts'
import { createSealChain, sealFault } from './seal.ts'

const SALT = 'a'.repeat(64)

function log(trials: number, seed: number): readonly SearchEvent[] {
  const search = someSearch(trials, seed)
  search.end('trials')
  return search.drain()
}

describe('levels', () => {
  it('show less from one to the next, and nothing where a level is none', () => {
    const parts = ['account', 'tree', 'text'] as const
    expect(TRACE_LEVELS.map((level) => parts.filter((part) => showsPart(level, part)).length)).toEqual([3, 2, 1, 1])
    for (const wrong of ['', 'FULL', 'constructor', 'toString', null, undefined])
      expect(parts.some((part) => showsPart(wrong as never, part))).toBe(false)
    const levels = TRACE_LEVELS.map((a) => TRACE_LEVELS.map((b) => strictest(a, b)).join(' '))
    expect(levels).toEqual([
      'full summary sealed off',
      'summary summary sealed off',
      'sealed sealed sealed off',
      'off off off off',
    ])
  })
})

describe('an event without text', () => {
  const canary = 'the canary sings'

  /** The same event with the canary in every text of its steps, and in a field that nobody knows. */
  function planted(event: SearchEvent): SearchEvent {
    const changed = structuredClone(event) as unknown as Record<string, unknown>
    changed['later'] = canary
    if (event.type === 'node-add') {
      changed['label'] = canary
      changed['source'] = `retrieved ["${canary}"]`
    }
    if (event.type === 'trial-end') {
      changed['critique'] = canary
      changed['rejected'] = [{ label: canary, reason: canary, why: canary }]
      changed['error'] = { code: canary, message: canary, stack: canary }
    }
    if (event.type === 'steer' && event.action.type === 'insert') changed['action'] = { ...event.action, label: canary }
    return changed as unknown as SearchEvent
  }

  it('has no word of a step, keeps its numbers, and is an event', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const hidden = hideText(planted(event))
        expect(JSON.stringify(hidden)).not.toContain(canary)
        expect(searchEventSchema.parse(hidden)).toEqual(hidden)
        expect(decodeBatch(encodeBatch([{ at: 1, event: hidden }]))).toEqual([{ at: 1, event: hidden }])
        const { seq, type } = event
        expect(hidden).toMatchObject({ seq, type })
        if (event.type === 'trial-end') expect(hidden).toMatchObject({ value: event.value })
      }),
    )
  })

  it('keeps the names of generators', () => {
    const added = log(20, 3).find((event) => event.type === 'node-add')!
    for (const source of ['control', 'gpt-4o@api.example.com', 'org/model:tag'])
      expect(hideText({ ...added, source })).toMatchObject({ source })
  })

  it('folds to the tree with the same numbers, which is what the fold without text is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 20 }), (trials, seed) => {
        const events = log(trials, seed)
        const hidden = foldEvents(events.map(hideText))
        const shown = hideTextOf(foldEvents(events))
        expect(hashTree(shown.tree)).toBe(hashTree(hidden.tree))
        expect(shown.tree.size).toBe(foldEvents(events).tree.size)
        expect(shown.usage).toEqual(hidden.usage)
        const labels = Array.from({ length: shown.tree.size }, (_, node) => shown.tree.label(node))
        expect(new Set(labels.slice(1))).toEqual(new Set(shown.tree.size > 1 ? [HIDDEN_TEXT] : []))
        expect(hashTree(decodeSnapshot(encodeSnapshot(shown)).tree)).toBe(hashTree(hidden.tree))
      }),
      { numRuns: 30 },
    )
  })
})

describe('a seal', () => {
  const sealOf = (events: readonly SearchEvent[], salt = SALT): string => {
    const chain = createSealChain(salt)
    for (const event of events) chain.add(event)
    return chain.seal()
  }

  it('given at any time holds for the trace that goes on from there, and for no other', () => {
    const events = log(12, 3)
    fc.assert(
      fc.property(fc.nat(events.length), fc.nat(events.length - 1), (covered, changed) => {
        const seal = sealOf(events.slice(0, covered))
        expect(sealFault(seal, SALT, events)).toBeNull()
        const forged = events.map((event, i) => (i === changed ? { ...event, extra: 1 } : event))
        expect(sealFault(seal, SALT, forged) === null).toBe(changed >= covered)
      }),
    )
    expect(sealFault(sealOf(events), SALT, events.slice(1))).toMatch(/the trace has/)
    expect(sealFault(sealOf(events), 'b'.repeat(64), events)).toMatch(/another seal/)
    const [first, second, ...rest] = events
    expect(sealFault(sealOf(events), SALT, [second!, first!, ...rest])).toMatch(/another seal/)
  })

  it('tells nothing to somebody who guesses the events, without the salt', () => {
    const events = log(3, 1)
    const guess = sealOf(events, '')
    expect(sealOf(events)).not.toBe(guess)
    expect(sealOf(events)).not.toBe(sealOf(events, 'c'.repeat(64)))
  })

  it('is read, or refused', () => {
    for (const wrong of [
      '',
      '3',
      `3-${'x'.repeat(64)}`,
      `-1-${'0'.repeat(64)}`,
      `03-${'0'.repeat(64)}`,
      'a'.repeat(200),
    ])
      expect(sealFault(wrong, SALT, [])).toMatch(/not a seal|over/)
  })

  it('is the SHA-256 that the file says, computed here by hand', async () => {
    const [event] = log(1, 1)
    const digest = async (text: string) =>
      Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('hex')
    const first = await digest(`${SALT}\nespalier-seal 1\n\n`)
    expect(sealOf([])).toBe(`0-${first}`)
    expect(sealOf([event!])).toBe(`1-${await digest(`${SALT}\n${first}\n${JSON.stringify(event)}\n`)}`)
  })
})
