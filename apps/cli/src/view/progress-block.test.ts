import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleSearch } from '../testing/sample-search.ts'
import { createPalette } from './palette.ts'
import { progressLines } from './progress-block.ts'
import { createProgress } from './progress.ts'
import { textWidth } from './text-width.ts'

const palette = createPalette(false)
const SIZE = { columns: 79, rows: 23 }

/** The frame after every event of a search. */
async function framesOf(budget: { readonly trials: number }): Promise<string[][]> {
  const frames: string[][] = []
  const update = (progress: Parameters<typeof progressLines>[0]) =>
    void frames.push(progressLines(progress, budget, SIZE, palette))
  await sampleSearch({ puzzle: '1 1 1 1', budget, view: { update, end: update, close: () => {} } })
  return frames
}

describe('progressLines', () => {
  it('show the puzzle, the tree and the counters', async () => {
    const frame = (await framesOf({ trials: 40 })).at(-1)!
    expect(frame[0]).toMatch(/^1 1 1 1 → 24 +mcts · seed 1$/)
    expect(frame[2]).toMatch(/^1 1 1 1 → 24 +N +\d+ {2}Q 0\.\d\d$/)
    expect(frame.at(-1)).toMatch(/^━+─* {2}\d+\/40 trials · \d+ ms · \d+ nodes · [\d,]+ tokens · \d+ rejected$/)
  })

  it('keep the numbers in their columns while the tree grows', async () => {
    const frames = await framesOf({ trials: 40 })
    const columns = new Set(
      frames.flatMap((frame) => frame.map((line) => line.search(/ N +\d+ {2}Q/)).filter((at) => at >= 0)),
    )
    expect(frames.length).toBeGreaterThan(100)
    expect(columns.size).toBe(1)
  })

  it('fit every terminal', async () => {
    const { progress } = await sampleSearch()
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 200 }), fc.integer({ min: 3, max: 60 }), (columns, rows) => {
        const lines = progressLines(progress, { trials: 60 }, { columns, rows }, palette)
        expect(lines.length).toBeLessThanOrEqual(rows)
        expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns)
      }),
    )
  })

  it('are none before the search has begun', () => {
    expect(progressLines(createProgress(), {}, SIZE, palette)).toEqual([])
  })
})
