import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededDraw } from '../countdown/seeded.ts'
import { breadthFirstPath, depthFirstPath, type PathResult, randomPath } from './baselines.ts'
import { generateGraphs } from './generate.ts'
import type { GraphQuestion } from './question.ts'
import { processOf } from './score.ts'

/** Tom (0) is a 1 and a 2; 1 leads to 3 and that to 4, the target, 2 to 4 at once; 6, which Eva (5) is, is the other option. */
const question: GraphQuestion = {
  symbols: ['Tom', 'lempus', 'zumpus', 'gerpus', 'impus', 'Eva', 'scrompus'],
  edges: [
    [0, 1],
    [0, 2],
    [1, 3],
    [3, 4],
    [2, 4],
    [5, 6],
  ],
  root: 0,
  options: [4, 6],
}
const all = { maxExpansions: Infinity }

const rate = (results: readonly PathResult[]): number =>
  results.filter(({ answer }) => answer !== null).length / results.length

describe('searches of a path without a model', () => {
  it('go in depth or in breadth, and count the nodes that they expand', () => {
    expect(depthFirstPath(question, all)).toEqual({ answer: 'Tom is a impus.', path: [0, 1, 3, 4], expansions: 3 })
    expect(breadthFirstPath(question, all)).toEqual({ answer: 'Tom is a impus.', path: [0, 2, 4], expansions: 3 })
  })

  it('stop at their budget', () => {
    for (const search of [depthFirstPath, breadthFirstPath]) {
      expect(search(question, { maxExpansions: 3 })).toEqual(search(question, all))
      expect(search(question, { maxExpansions: 2 })).toEqual({ answer: null, path: null, expansions: 2 })
      for (const maxExpansions of [0, -1, 1.5, Number.NaN])
        expect(() => search(question, { maxExpansions })).toThrow('Not a budget')
    }
  })

  it('prove the target of any question, breadth first by a shortest path, and expand no node twice', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('tiny' as const, 'official' as const), (seed, size) => {
        const record = generateGraphs(size, 1, seed)[0]!
        const deep = depthFirstPath(record.question, all)
        const broad = breadthFirstPath(record.question, all)
        expect(['correct-path', 'longer-path']).toContain(processOf(record, deep.path!))
        expect(processOf(record, broad.path!)).toBe('correct-path')
        for (const { answer, expansions } of [deep, broad]) {
          expect(processOf(record, answer!)).toBe('correct-label')
          expect(expansions).toBeLessThan(record.question.symbols.length)
        }
      }),
    )
  })

  it('find nothing where nothing is said', () => {
    const silent: GraphQuestion = { ...question, edges: question.edges.filter(([, to]) => to !== 4).concat([[5, 4]]) }
    expect(depthFirstPath(silent, all)).toEqual({ answer: null, path: null, expansions: 4 })
    expect(breadthFirstPath(silent, all)).toEqual({ answer: null, path: null, expansions: 4 })
  })
})

describe('randomPath', () => {
  it('walks one path, the same for the same draws, and answers only with one that holds', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), fc.integer({ min: 1, max: 20 }), (seed, masked, maxSteps) => {
        const record = generateGraphs('tiny', 1, seed)[0]!
        const result = randomPath(record.question, seededDraw(seed), { masked, maxSteps })
        expect(randomPath(record.question, seededDraw(seed), { masked, maxSteps })).toEqual(result)
        expect(result.expansions).toBeLessThanOrEqual(maxSteps)
        expect(result.answer === null).toBe(result.path === null)
        if (result.path !== null) expect(['correct-path', 'longer-path']).toContain(processOf(record, result.path))
      }),
    )
  })

  it('succeeds in one of six questions of the official size along statements, and in none over any nodes', () => {
    const records = generateGraphs('official', 1000, 21)
    const draw = seededDraw(22)
    const masked = rate(records.map((record) => randomPath(record.question, draw, { masked: true })))
    const free = rate(records.map((record) => randomPath(record.question, draw)))
    // Of the official validation file 16 % succeed, of these 17 %; within four standard errors of 1,000 walks.
    expect(Math.abs(masked - 0.17)).toBeLessThan(4 * Math.sqrt((0.17 * 0.83) / 1000))
    expect(free).toBeLessThan(0.005)
  })

  it('refuses lengths that make no sense', () => {
    for (const maxSteps of [0, 256, 1.5])
      expect(() => randomPath(question, seededDraw(1), { maxSteps })).toThrow(/maxSteps/)
  })
})
