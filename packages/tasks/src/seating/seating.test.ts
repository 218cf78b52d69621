import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { seatingBackend } from './backend.ts'
import { depthFirstSeating, legalPeople } from './baselines.ts'
import { generateSeating, solveSeating } from './generate.ts'
import { holds, type SeatingConstraint, type SeatingPuzzle } from './puzzle.ts'
import { formatSeating, parseRow } from './puzzle-text.ts'
import { checkPrefix, checkRow } from './verify-row.ts'

const PUZZLE: SeatingPuzzle = {
  people: ['Ada', 'Ben', 'Cleo', 'Dan'],
  constraints: [
    { type: 'at-an-end', person: 0 },
    { type: 'left-of', person: 1, other: 0 },
    { type: 'apart', person: 2, other: 0, between: 1 },
    { type: 'not-at', person: 3, seat: 1 },
  ],
}

const codeOf = (run: () => unknown): string | null => {
  try {
    run()
  } catch (error) {
    if (isTaskError(error)) return error.code
  }
  return null
}

describe('holds', () => {
  // Cleo, Ada, Dan, Ben from left to right.
  const seats = [2, 4, 1, 3]
  it.each<[SeatingConstraint, boolean]>([
    [{ type: 'at', person: 0, seat: 2 }, true],
    [{ type: 'at', person: 0, seat: 1 }, false],
    [{ type: 'not-at', person: 0, seat: 2 }, false],
    [{ type: 'at-an-end', person: 1 }, true],
    [{ type: 'at-an-end', person: 3 }, false],
    [{ type: 'next-to', person: 0, other: 3 }, true],
    [{ type: 'next-to', person: 0, other: 1 }, false],
    [{ type: 'not-next-to', person: 0, other: 1 }, true],
    [{ type: 'left-of', person: 2, other: 1 }, true],
    [{ type: 'left-of', person: 1, other: 2 }, false],
    [{ type: 'apart', person: 0, other: 1, between: 1 }, true],
    [{ type: 'apart', person: 2, other: 1, between: 1 }, false],
    [{ type: 'between', person: 0, other: 1, third: 2 }, true],
    [{ type: 'between', person: 2, other: 0, third: 1 }, false],
  ])('%j: %s', (constraint, expected) => {
    expect(holds(constraint, seats)).toBe(expected)
  })
})

describe('checkPrefix', () => {
  it('tells what is met, what is broken for good, and what is open', () => {
    expect(checkPrefix(PUZZLE, [])).toEqual({ met: [], unmet: [], open: [0, 1, 2, 3] })
    expect(checkPrefix(PUZZLE, [0])).toEqual({ met: [0], unmet: [], open: [1, 2, 3] })
    expect(checkPrefix(PUZZLE, [3, 1])).toEqual({ met: [], unmet: [3], open: [0, 1, 2] })
    expect(checkPrefix(PUZZLE, [1, 2, 3, 0])).toEqual({ met: [0, 1, 2, 3], unmet: [], open: [] })
  })

  it('never takes back what is broken, and of whole rows says what checkRow says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 6 }),
        fc.integer({ min: 0, max: 99 }),
        fc.nat(),
        (people, seed, shuffle) => {
          const [puzzle] = generateSeating(people, 1, seed)
          const row = rowOf(people, shuffle)
          let before: readonly number[] = []
          for (let seated = 0; seated <= people; seated++) {
            const { met, unmet, open } = checkPrefix(puzzle!, row.slice(0, seated))
            expect([...met, ...unmet, ...open].toSorted((a, b) => a - b)).toEqual([...puzzle!.constraints.keys()])
            expect(unmet).toEqual(expect.arrayContaining([...before]))
            before = unmet
          }
          expect(checkRow(puzzle!, row)).toMatchObject({ ok: true, unmet: before })
        },
      ),
    )
  })
})

describe('depthFirstSeating', () => {
  it('finds the one solution, lists legal people only, and keeps to its budget', () => {
    for (const people of [3, 5, 7]) {
      for (const puzzle of generateSeating(people, 5, people)) {
        const { answer, expansions } = depthFirstSeating(puzzle, { maxExpansions: Infinity })
        const [solution] = solveSeating(puzzle)
        expect(answer).toBe(solution!.map((person) => puzzle.people[person]!).join(', '))
        if (expansions > 1)
          expect(depthFirstSeating(puzzle, { maxExpansions: expansions - 1 })).toEqual({
            answer: null,
            expansions: expansions - 1,
          })
      }
    }
    expect(legalPeople({ puzzle: PUZZLE, row: [] })).toEqual([0, 1, 2])
    expect(codeOf(() => depthFirstSeating(PUZZLE, { maxExpansions: 0 }))).toBe('INVALID_OPTIONS')
  })
})

/** One of the rows of so many people. */
function rowOf(people: number, shuffle: number): readonly number[] {
  const left = [...Array(people).keys()]
  return Array.from({ length: people }, (_, i) => left.splice((shuffle >> i) % left.length, 1)[0]!)
}

describe('checkRow', () => {
  it('gives the share of constraints that are met, and which are not', () => {
    expect(checkRow(PUZZLE, [1, 2, 3, 0])).toEqual({ ok: true, unmet: [], share: 1 })
    expect(checkRow(PUZZLE, [0, 1, 2, 3])).toEqual({ ok: true, unmet: [1], share: 0.75 })
    expect(checkRow(PUZZLE, [3, 0, 1, 2])).toEqual({ ok: true, unmet: [0, 1, 3], share: 0.25 })
  })

  it.each([
    [[0, 1, 2, 9], 'unknown-person'],
    [[0, 1, 1, 2], 'twice'],
    [[0, 1, 2], 'unfinished'],
  ] as const)('refuses %j', (row, reason) => {
    expect(checkRow(PUZZLE, row)).toMatchObject({ ok: false, reason })
  })
})

describe('generateSeating', () => {
  it('draws puzzles with one solution and no constraint too many, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 6 }), fc.nat(), (people, seed) => {
        const [puzzle] = generateSeating(people, 1, seed)
        expect(generateSeating(people, 1, seed)).toEqual([puzzle])
        const [solution, ...more] = solveSeating(puzzle!)
        expect(more).toEqual([])
        expect(checkRow(puzzle!, solution!)).toMatchObject({ share: 1 })
        for (const left of puzzle!.constraints) {
          const constraints = puzzle!.constraints.filter((constraint) => constraint !== left)
          expect(solveSeating({ ...puzzle!, constraints }).length).toBeGreaterThan(1)
        }
        expect(seatingBackend().root(puzzle!).row).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('knows every kind of constraint, and refuses sizes it does not have', () => {
    const kinds = generateSeating(5, 60, 1).flatMap(({ constraints }) => constraints.map(({ type }) => type))
    expect(new Set(kinds).size).toBe(8)
    for (const people of [2, 9, 4.5]) expect(codeOf(() => generateSeating(people, 1, 1))).toBe('INVALID_OPTIONS')
  })
})

describe('in words', () => {
  it('says what is known and how to answer', () => {
    expect(formatSeating(PUZZLE)).toBe(
      [
        'Four people sit in a row of 4 seats, numbered 1 to 4 from left to right: Ada, Ben, Cleo, Dan.',
        'Ada sits at an end of the row.',
        'Ben sits somewhere to the left of Ada.',
        'One person sits between Cleo and Ada.',
        'Dan does not sit in seat 1.',
        'Who sits where? Answer with all names from left to right, with commas between them.',
      ].join('\n'),
    )
  })

  it.each([
    ['Ben, Cleo, Dan, Ada', [1, 2, 3, 0]],
    ['Let me think: Ada, Ben?\n**Answer: ben, cleo, dan and ada.**\n', [1, 2, 3, 0]],
    ['1. Ben, 2. Cleo, 3. Dan, 4. Ada', [1, 2, 3, 0]],
    ['[Ben -> Cleo → Dan -> Ada]', [1, 2, 3, 0]],
    ['Ada, Ben', [0, 1]],
  ])('reads %j', (text, row) => {
    expect(parseRow(PUZZLE, text)).toEqual({ ok: true, row })
  })

  it.each([
    ['I do not know.', 'no-row'],
    ['', 'no-row'],
    ['Ben, Cleo, Zoe, Ada', 'unknown-person'],
  ])('does not read %j', (text, reason) => {
    expect(parseRow(PUZZLE, text)).toMatchObject({ ok: false, reason })
  })

  it('reads back any solution', () => {
    for (const puzzle of generateSeating(6, 20, 3)) {
      const [row] = solveSeating(puzzle)
      expect(parseRow(puzzle, row!.map((person) => puzzle.people[person]!).join(', '))).toEqual({ ok: true, row })
    }
  })
})

describe('seatingBackend', () => {
  const backend = seatingBackend()

  it('answers only where every constraint is met', () => {
    const at = (row: readonly number[]) =>
      row.reduce((state, person) => backend.extend(state, person), backend.root(PUZZLE))
    expect(backend.answer(at([1, 2, 3, 0]))).toBe('Ben, Cleo, Dan, Ada')
    expect(backend.answer(at([0, 1, 2, 3]))).toBeNull()
    expect(backend.answer(at([1, 2]))).toBeNull()
  })

  it.each<[string, Partial<SeatingPuzzle>]>([
    ['too few people', { people: ['Ada', 'Ben'] }],
    ['a name twice', { people: ['Ada', 'Ada', 'Cleo', 'Dan'] }],
    ['a name of two words', { people: ['Ada B', 'Ben', 'Cleo', 'Dan'] }],
    ['no constraints', { constraints: [] }],
    ['somebody unknown', { constraints: [{ type: 'at-an-end', person: 4 }] }],
    ['somebody beside themselves', { constraints: [{ type: 'next-to', person: 1, other: 1 }] }],
    ['a seat that is not there', { constraints: [{ type: 'at', person: 1, seat: 5 }] }],
    ['too many people between', { constraints: [{ type: 'apart', person: 1, other: 0, between: 3 }] }],
  ])('refuses %s', (_, change) => {
    expect(codeOf(() => backend.root({ ...PUZZLE, ...change }))).toBe('INVALID_QUESTION')
  })
})
