import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterModel } from '../../test/letter-model.ts'
import { createStepTrie } from './step-trie.ts'

//  a .6 → a) .7 | ab) .3      b .3 → b)      c .1 → c)
const TABLE = { '': [0.6, 0.3, 0.1, 0], a: [0, 0.3, 0, 0.7], b: [0, 0, 0, 1], c: [0, 0, 0, 1], ab: [0, 0, 0, 1] }

const trieOf = (table: Readonly<Record<string, readonly number[]>>, options = {}) => {
  const { model, counts } = letterModel(table)
  const reading = model.read(['x'])[0]!
  return { trie: createStepTrie(model, reading, options), counts, reading, model }
}

describe('createStepTrie', () => {
  it('finds the greedy step first, then follows the likeliest branches', () => {
    const { trie } = trieOf(TABLE, { batch: 1 })
    trie.extend(10)
    expect(trie.found.map((step) => step.text)).toEqual(['a)', 'b)', 'ab)', 'c)'])
    expect(trie.found.map((step) => Math.exp(step.logProbability))).toEqual([
      expect.closeTo(0.42, 6),
      expect.closeTo(0.3, 6),
      expect.closeTo(0.18, 6),
      expect.closeTo(0.1, 6),
    ])
    expect(trie.exhausted).toBe(true)
  })

  it('pays a step only from where it parts, and nothing for going on later', () => {
    const { trie, counts } = trieOf(TABLE)
    expect(trie.extend(1)).toEqual({ calls: 1, tokens: 2 })
    expect(trie.extend(1)).toEqual({ calls: 0, tokens: 0 })
    const rest = trie.extend(3)
    expect(rest.tokens).toBe(4)
    expect(rest.calls).toBe(1)
    expect(counts.rows).toBe(3)
  })

  it('stops at the probability floor and drops steps that do not end', () => {
    const { trie } = trieOf(TABLE, { minProbability: 0.15 })
    trie.extend(10)
    expect(trie.found.map((step) => step.text)).not.toContain('c)')
    expect(trie.exhausted).toBe(true)
    const endless = trieOf({ '': [1, 0, 0, 0], a: [1, 0, 0, 0], aa: [1, 0, 0, 0], aaa: [1, 0, 0, 0] }, { maxTokens: 3 })
    endless.trie.extend(1)
    expect(endless.trie.found).toEqual([])
    expect(endless.trie.exhausted).toBe(true)
  })

  it('on any distribution: no step twice, probabilities right, none above the floor missed, all caches given back', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 })
    const prefixes = ['', 'a', 'b', 'c', 'aa', 'ab', 'ac', 'ba', 'bb', 'bc', 'ca', 'cb', 'cc']
    fc.assert(
      fc.property(
        fc.array(weights, { minLength: prefixes.length, maxLength: prefixes.length }),
        fc.integer({ min: 1, max: 6 }),
        (rows, batch) => {
          const table = Object.fromEntries(
            prefixes.map((prefix, i) => {
              const row = rows[i]!
              const sum = row.reduce((a, b) => a + b, 0)
              return [prefix, sum === 0 ? [0, 0, 0, 1] : row.map((w) => w / sum)]
            }),
          )
          const { trie, counts, reading, model } = trieOf(table, { batch, minProbability: 1e-3, maxTokens: 8 })
          trie.extend(1)
          trie.extend(1000)
          const expected = new Map<string, number>()
          const walk = (prefix: string, p: number): void => {
            const row = table[prefix] ?? [0, 0, 0, 1]
            if (p * row[3]! >= 1e-3) expected.set(`${prefix})`, p * row[3]!)
            for (let i = 0; i < 3; i++) if (p * row[i]! >= 1e-3) walk(prefix + 'abc'[i]!, p * row[i]!)
          }
          walk('', 1)
          for (const { text, logProbability } of trie.found) {
            const p = expected.get(text)
            if (p !== undefined) expect(Math.exp(logProbability)).toBeCloseTo(p, 4)
          }
          const texts = trie.found.map((step) => step.text)
          expect(new Set(texts).size).toBe(texts.length)
          for (const [text, p] of expected) if (p > 1.01e-3) expect(texts).toContain(text)
          trie.release()
          model.release(reading.cache)
          expect(counts.live).toBe(0)
        },
      ),
    )
  })
})
