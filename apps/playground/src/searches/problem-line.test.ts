import { describe, expect, it } from 'vitest'
import { problemLine } from './problem-line.ts'

describe('a problem in one line', () => {
  it.each([
    [{ numbers: [4, 9, 10, 13], target: 24 }, '4 9 10 13 → 24'],
    [
      { question: 'Every lempus is a zumpus. Tom is a lempus.\n Is Tom a zumpus or scrompus?' },
      'Is Tom a zumpus or scrompus? (2 statements)',
    ],
    [{ question: 'Tom is a lempus.' }, 'Tom is a lempus. (1 statement)'],
    [{ question: ' ' }, '  (0 statements)'],
    [{ question: 'It rains.\nWhy? ', maxSteps: 16 }, 'It rains. Why?'],
    [{ description: 'f(x): twice x', name: 'f', tests: [] }, 'f(x): twice x'],
    [
      { people: ['Ada', 'Ben', 'Cleo'], constraints: [{ type: 'at-an-end', person: 'Ada' }] },
      'Ada, Ben, Cleo (1 constraint)',
    ],
    ['as it is', 'as it is'],
    [{ other: 1 }, '{"other":1}'],
    [null, 'null'],
  ])('%j', (problem, line) => {
    expect(problemLine(problem)).toBe(line)
  })
})
