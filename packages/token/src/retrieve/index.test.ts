import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTEXT } from '../../test/trial-of.ts'
import { hybridIndex, ngramVectors } from '../retrieve.ts'
import { conceptFilter } from './passage-filter.ts'
import { cosine } from './passage.ts'

const TEXTS = [
  'A spider has eight legs.',
  'An insect has six legs and three body segments.',
  'The planning of a garden begins with its paths.',
  'Water boils at 100 degrees at sea level.',
]
const PASSAGES = TEXTS.map((text, i) => ({ id: `p${i}`, text }))
const embed = ngramVectors(TEXTS)

describe('ngramVectors', () => {
  it('are alike for words of one stem, of length 1, and the same every time', async () => {
    const [planned, planning, boils, again, empty] = await embed(
      ['planned gardens', 'planning a garden', 'water boils', 'planned gardens', '—'],
      CONTEXT,
    )
    expect(cosine(planned!, planning!)).toBeGreaterThan(0.3)
    expect(cosine(planned!, boils!)).toBeLessThan(0.1)
    expect(planned).toEqual(again)
    expect(cosine(planned!, planned!)).toBeCloseTo(1, 6)
    expect(cosine(planned!, empty!)).toBe(0)
  })
})

describe('hybridIndex', () => {
  it('finds by words, by likeness, and by both', async () => {
    const words = await hybridIndex({ passages: PASSAGES })
    const both = await hybridIndex({ passages: PASSAGES, embed })
    expect((await words('legs of a spider', 2, CONTEXT)).map(({ id }) => id)[0]).toBe('p0')
    expect(await words('planned', 3, CONTEXT)).toEqual([])
    expect((await both('planned', 3, CONTEXT))[0]?.id).toBe('p2')
    const [best] = await both('legs of a spider', 1, CONTEXT)
    expect(best).toEqual({ ...PASSAGES[0], score: 2 / 61 })
  })

  it('gives at most as many as asked for, best first, each once, the same each time', async () => {
    const find = await hybridIndex({ passages: PASSAGES, embed })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.constantFrom(...TEXTS)),
        fc.integer({ min: 0, max: 9 }),
        async (query, k) => {
          const found = await find(query, k, CONTEXT)
          expect(found.length).toBeLessThanOrEqual(Math.min(k, PASSAGES.length))
          expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a))
          expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
          expect(await find(query, k, CONTEXT)).toEqual(found)
        },
      ),
    )
  })

  it('will not have an id twice', async () => {
    await expect(hybridIndex({ passages: [PASSAGES[0]!, PASSAGES[0]!] })).rejects.toThrow(TypeError)
  })
})

describe('conceptFilter', () => {
  const found = PASSAGES.map((passage) => ({ ...passage, score: 1 }))
  const keep = (minQuestion: number, minConcepts: number, concepts: readonly string[]) =>
    conceptFilter({ embed, minQuestion, minConcepts, conceptsOf: () => concepts })(
      'How many legs has a spider?',
      found,
      CONTEXT,
    )

  it('keeps what is near the question and near its concepts', async () => {
    expect((await keep(0.1, -1, ['spiders'])).map(({ id }) => id)).toEqual(['p0', 'p1'])
    expect((await keep(0.1, 0.1, ['spiders'])).map(({ id }) => id)).toEqual(['p0'])
    const [kept] = await keep(0.1, 0.99, [])
    expect(kept).toMatchObject({ id: 'p0', toConcepts: null })
    expect(kept!.toQuestion).toBeGreaterThan(0.1)
  })

  it('keeps fewer at higher thresholds, and no other ones', async () => {
    const t = fc.double({ min: -1, max: 1, noNaN: true })
    await fc.assert(
      fc.asyncProperty(t, t, t, t, async (a, b, c, d) => {
        const loose = await keep(Math.min(a, b), Math.min(c, d), ['legs'])
        const strict = await keep(Math.max(a, b), Math.max(c, d), ['legs'])
        expect(loose.map(({ id }) => id)).toEqual(expect.arrayContaining(strict.map(({ id }) => id)))
      }),
    )
  })
})
