import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costOf, priceOf, readPriceTable } from './price-table.ts'

describe('prices', () => {
  it('are read from a file that people edit, and say what is wrong with it', () => {
    expect(readPriceTable('{"m": {"prompt": 0.15, "completion": 0.6}}')).toEqual({
      m: { prompt: 0.15, completion: 0.6 },
    })
    for (const text of [
      '{',
      '[]',
      '{"m": {"prompt": -1, "completion": 1}}',
      '{"m": {"prompt": 1}}',
      '{"m": {"prompt": 1, "completion": 1, "x": 1}}',
    ])
      expect(() => readPriceTable(text)).toThrow(/^price table: /)
  })

  it('are found by name, or by the longest beginning', () => {
    const [a, b, c] = [1, 2, 3].map((prompt) => ({ prompt, completion: 0 })) as [never, never, never]
    const table = { 'gpt-*': a, 'gpt-4*': b, 'gpt-4-x': c }
    expect([priceOf(table, 'gpt-4-x'), priceOf(table, 'gpt-4-y'), priceOf(table, 'gpt-3')]).toEqual([c, b, a])
    expect(priceOf(table, 'other')).toBeNull()
    expect(priceOf({}, 'constructor')).toBeNull()
  })

  it('are summed in whole billionths: hand-computed', () => {
    const price = { prompt: 3, completion: 15, cachedPrompt: 0.3 }
    const usage = { calls: 1, promptTokens: 1000, completionTokens: 10, cachedTokens: 400 }
    expect(costOf(usage, price)).toBe(600 * 3000 + 400 * 300 + 10 * 15000)
    expect(costOf({ calls: 1, promptTokens: 1, completionTokens: 0 }, { prompt: 0.00075, completion: 0 })).toBe(1)
  })

  it('make the exact product, to the billionth', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        (tokens, thousandths) => {
          const cost = costOf(
            { calls: 1, promptTokens: tokens, completionTokens: 0 },
            { prompt: thousandths / 1000, completion: 0 },
          )
          const exact = BigInt(tokens) * BigInt(thousandths)
          expect(BigInt(cost)).toBe(exact)
        },
      ),
    )
  })
})
