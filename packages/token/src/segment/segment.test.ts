import { createByteModel } from '@espalier/models'
import { readBytesTable } from '@espalier/models/node'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entropyStarts, thresholdFor, type EntropyTrace } from './entropy-rule.ts'
import { atWords, byteTrace, tokenTrace } from './entropy-trace.ts'
import { piecesAt, rulePieces, type SegmentRule } from './rule-pieces.ts'

const RULES: readonly SegmentRule[] = ['lines', 'paragraphs', 'sentences', { mark: '</step>' }, { mark: '' }]
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('A b.', ' ', '\n', '\n\n', '</step>', 'x?', '“Q!”', 'é🙂', '\uD83D'))
    .map((parts) => parts.join('')),
)
const trace = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 3 }), entropy: fc.double({ min: 0, max: 6, noNaN: true }) }), {
    minLength: 1,
  })
  .map((places): EntropyTrace => {
    let at = -places[0]!.gap
    return { starts: places.map(({ gap }) => (at += gap)), entropies: places.map(({ entropy }) => entropy) }
  })
const type = fc.constantFrom('global' as const, 'monotonic' as const)
const bytes = createByteModel(await readBytesTable())

describe('rulePieces', () => {
  it('cuts at ends and keeps them with what they end', () => {
    expect(rulePieces('a\nb\n\nc', 'lines')).toEqual(['a\n', 'b\n\n', 'c'])
    expect(rulePieces('a\nb\n \nc', 'paragraphs')).toEqual(['a\nb\n \n', 'c'])
    expect(rulePieces('It is 2.5. “Is it?” Yes, says J. Bach. no end', 'sentences')).toEqual([
      'It is 2.5. ',
      '“Is it?” ',
      'Yes, says J. Bach. no end',
    ])
    expect(rulePieces('a</step>b</step>', { mark: '</step>' })).toEqual(['a</step>', 'b</step>'])
    expect(rulePieces('', 'lines')).toEqual([])
  })

  it('loses and adds nothing, whatever the text', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...RULES), (text, rule) => {
        const pieces = rulePieces(text, rule)
        expect(pieces.join('')).toBe(text)
        expect(pieces.every((piece) => piece !== '')).toBe(true)
      }),
    )
  })
})

describe('entropyStarts', () => {
  it('follows both rules of the paper', () => {
    const given = { starts: [0, 2, 4, 6], entropies: [0.5, 2, 2.5, 1] }
    expect(entropyStarts(given, { type: 'global', threshold: 1.5 })).toEqual([0, 2, 4])
    expect(entropyStarts(given, { type: 'monotonic', threshold: 0.7 })).toEqual([0, 2])
  })

  it('has fewer boundaries at a higher threshold, and no other ones', () => {
    const threshold = fc.double({ min: -6, max: 6, noNaN: true })
    fc.assert(
      fc.property(trace, type, threshold, threshold, (given, kind, a, b) => {
        const low = entropyStarts(given, { type: kind, threshold: Math.min(a, b) })
        const high = entropyStarts(given, { type: kind, threshold: Math.max(a, b) })
        expect(low).toEqual(expect.arrayContaining([...high]))
        expect(high[0]).toBe(given.starts[0])
      }),
    )
  })

  it('does not change what it said when more is written', () => {
    fc.assert(
      fc.property(trace, type, fc.nat(20), (given, kind, cut) => {
        const part = { starts: given.starts.slice(0, cut + 1), entropies: given.entropies.slice(0, cut + 1) }
        const rule = { type: kind, threshold: 1 }
        const until = part.starts.at(-1)!
        expect(entropyStarts(part, rule)).toEqual(entropyStarts(given, rule).filter((at) => at <= until))
      }),
    )
  })

  it('cuts no more than the share that its threshold was made for', () => {
    fc.assert(
      fc.property(
        fc.array(trace, { minLength: 1, maxLength: 4 }),
        type,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, kind, share) => {
          const threshold = thresholdFor(given, kind, share)
          const places = given.reduce((sum, { starts }) => sum + starts.length - 1, 0)
          const put = given.reduce((sum, one) => sum + entropyStarts(one, { type: kind, threshold }).length - 1, 0)
          expect(put).toBeLessThanOrEqual(share * places + 1e-9)
        },
      ),
    )
  })
})

describe('byteTrace', () => {
  it('has a place for each character, and pieces are the text again', () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        type,
        fc.double({ min: 0, max: 5, noNaN: true }),
        (text, before, kind, threshold) => {
          const given = byteTrace(bytes, text, before)
          expect(given.starts).toHaveLength([...text].length)
          for (const one of [given, atWords(given, text)])
            expect(piecesAt(text, entropyStarts(one, { type: kind, threshold })).join('')).toBe(text)
        },
      ),
    )
  })

  it('is more certain within a word than at its start', () => {
    const text =
      'Every lempus is a zumpus. Every zumpus is a lempus. The search goes on from the state that the step leads to.'
    const given = byteTrace(bytes, text)
    const words = new Set(atWords(given, text).starts)
    const mean = (is: (at: number) => boolean): number => {
      const chosen = given.entropies.filter((_, i) => is(given.starts[i]!))
      return chosen.reduce((sum, x) => sum + x, 0) / chosen.length
    }
    expect(mean((at) => words.has(at))).toBeGreaterThan(1.5 * mean((at) => !words.has(at)))
  })
})

describe('tokenTrace', () => {
  const token = (text: string, ...probabilities: readonly number[]) => ({
    text,
    logProbability: Math.log(probabilities[0]!),
    alternatives: probabilities.map((p, i) => ({ text: `${i}`, logProbability: Math.log(p) })),
  })

  it('bounds entropies from below by the likeliest tokens, with the rest as one', () => {
    const tokens = [token('a', 0.5, 0.25, 0.25), token(' b', 0.5, 0.25)]
    const given = tokenTrace({ text: 'a b', tokens })!
    expect(given.starts).toEqual([0, 1])
    const whole = 0.5 * Math.log(2) + 2 * 0.25 * Math.log(4)
    expect(given.entropies[0]).toBeCloseTo(whole, 12)
    expect(given.entropies[1]).toBeCloseTo(whole, 12)
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 30 }),
        fc.nat(30),
        (weights, known) => {
          const sum = weights.reduce((total, x) => total + x, 0)
          const ps = weights.map((x) => x / sum).toSorted((a, b) => b - a)
          const exact = ps.reduce((total, p) => total - p * Math.log(p), 0)
          const bound = tokenTrace({ text: 'x', tokens: [token('x', ...ps.slice(0, known + 1))] })!.entropies[0]!
          expect(bound).toBeLessThanOrEqual(exact + 1e-6)
        },
      ),
    )
  })

  it('is none where the server shows no likeliest tokens, or tokens that do not make up the text', () => {
    expect(tokenTrace({ text: 'a', tokens: null })).toBeNull()
    expect(tokenTrace({ text: 'a', tokens: [{ text: 'a', logProbability: -1 }] })).toBeNull()
    expect(tokenTrace({ text: 'é', tokens: [token('\uFFFD', 1), token('\uFFFD', 1)] })).toBeNull()
  })
})
