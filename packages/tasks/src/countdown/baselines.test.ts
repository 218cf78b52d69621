import { describe, expect, it } from 'vitest'
import { depthFirst, randomLegalSteps } from './baselines.ts'
import { checkAnswer } from './check.ts'
import { isSolvable } from './enumerate.ts'
import { numberSets } from './number-sets.ts'
import { createPuzzle, parsePuzzle } from './puzzle.ts'
import { drawIndex, seededDraw } from './seeded.ts'

describe('depthFirst', () => {
  it('answers solvable puzzles correctly and no others', () => {
    const draw = seededDraw(5)
    const sets = numberSets(4)
    for (let k = 0; k < 100; k++) {
      const puzzle = createPuzzle(sets[drawIndex(draw, sets.length)]!, 1 + drawIndex(draw, 60))
      const { answer } = depthFirst(puzzle, { maxExpansions: Infinity })
      expect(answer !== null).toBe(isSolvable(puzzle.numbers, puzzle.target))
      if (answer !== null) expect(checkAnswer(puzzle, answer)).toEqual({ correct: true })
    }
  })

  it('counts the states it expands, in the order of the steps', () => {
    expect(depthFirst(parsePuzzle('24'), { maxExpansions: 1 })).toEqual({ answer: '24', expansions: 0 })
    expect(depthFirst(parsePuzzle('4 20'), { maxExpansions: 1 })).toEqual({ answer: '20 + 4', expansions: 1 })
    // 1 1 1: the root and one state for each of the four outcomes 2, 0, 1, 1.
    expect(depthFirst(parsePuzzle('1 1 1'), { maxExpansions: 100 })).toEqual({ answer: null, expansions: 5 })
  })

  it('stops at its budget', () => {
    const free = depthFirst(parsePuzzle('4 9 10 13'), { maxExpansions: Infinity })
    expect(free.answer).not.toBeNull()
    expect(depthFirst(parsePuzzle('4 9 10 13'), { maxExpansions: free.expansions })).toEqual(free)
    const short = depthFirst(parsePuzzle('4 9 10 13'), { maxExpansions: free.expansions - 1 })
    expect(short).toEqual({ answer: null, expansions: free.expansions - 1 })
    for (const maxExpansions of [0, -1, 1.5, Number.NaN]) {
      expect(() => depthFirst(parsePuzzle('4 9'), { maxExpansions })).toThrow('Not a budget')
    }
  })
})

describe('randomLegalSteps', () => {
  it('walks one chain, the same for the same draws', () => {
    const puzzle = parsePuzzle('4 9 10 13')
    expect(randomLegalSteps(puzzle, seededDraw(1)).expansions).toBe(3)
    expect(randomLegalSteps(parsePuzzle('24'), seededDraw(1))).toEqual({ answer: '24', expansions: 0 })
    const outcomes = (seed: number): unknown => {
      const draw = seededDraw(seed)
      return Array.from({ length: 50 }, () => randomLegalSteps(puzzle, draw))
    }
    expect(outcomes(3)).toEqual(outcomes(3))
  })

  it('sometimes answers, then correctly', () => {
    const puzzle = parsePuzzle('2 4 6 12')
    const draw = seededDraw(7)
    const answers = Array.from({ length: 500 }, () => randomLegalSteps(puzzle, draw).answer).filter((a) => a !== null)
    expect(answers.length).toBeGreaterThan(5)
    for (const answer of answers) expect(checkAnswer(puzzle, answer)).toEqual({ correct: true })
  })
})

describe('seededDraw', () => {
  it('is uniform enough and stays in [0, 1)', () => {
    const draw = seededDraw(11)
    const counts = Array<number>(10).fill(0)
    for (let k = 0; k < 10_000; k++) {
      const u = draw()
      expect(u >= 0 && u < 1).toBe(true)
      counts[Math.floor(u * 10)]!++
    }
    // Ten cells of 1,000 expected: a chi-square of 27.9 has one chance in a thousand.
    expect(counts.reduce((sum, n) => sum + (n - 1_000) ** 2 / 1_000, 0)).toBeLessThan(27.9)
  })

  it('gives other streams for other seeds, from the first number', () => {
    expect(new Set(Array.from({ length: 100 }, (_, seed) => seededDraw(seed)())).size).toBe(100)
  })
})
