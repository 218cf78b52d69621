import { drawIndex, seededDraw, type Draw } from '../countdown/seeded.ts'
import { shown, TaskError } from '../task-error.ts'
import { FEWEST_PEOPLE, holds, MOST_PEOPLE, type SeatingConstraint, type SeatingPuzzle } from './puzzle.ts'

const NAMES = [
  'Ada',
  'Ben',
  'Cleo',
  'Dan',
  'Eva',
  'Finn',
  'Gina',
  'Hugo',
  'Iris',
  'Jan',
  'Kira',
  'Leo',
  'Mona',
  'Nils',
  'Olga',
  'Paul',
]

const TYPES = ['not-at', 'at-an-end', 'next-to', 'not-next-to', 'left-of', 'apart', 'between', 'at'] as const

/** Constraints drawn before redundant ones go; with those of `at` for everybody one solution is left at the latest. */
const MOST_DRAWN = 40

/**
 * Seating puzzles with exactly one solution, none of whose constraints can be left out, from 3 to 8 people. The same seed gives the same puzzles.
 * Throws a TaskError INVALID_OPTIONS.
 */
export function generateSeating(people: number, count: number, seed: number): readonly SeatingPuzzle[] {
  if (!Number.isInteger(people) || people < FEWEST_PEOPLE || people > MOST_PEOPLE)
    throw new TaskError('INVALID_OPTIONS', 'Not a number of people', {
      got: shown(people),
      expected: `an integer from ${FEWEST_PEOPLE} to ${MOST_PEOPLE}`,
      where: 'people',
    })
  const draw = seededDraw(seed)
  const rows = permutations(people)
  return Array.from({ length: count }, () => drawPuzzle(draw, rows, people))
}

function drawPuzzle(draw: Draw, rows: readonly (readonly number[])[], people: number): SeatingPuzzle {
  const solution = rows[drawIndex(draw, rows.length)]!
  const constraints: SeatingConstraint[] = []
  let left = rows
  while (left.length > 1) {
    const constraint =
      constraints.length < MOST_DRAWN ? drawConstraint(draw, solution) : seatOf(solution, constraints.length % people)
    if (constraint === null || !holds(constraint, solution)) continue
    const fewer = left.filter((seats) => holds(constraint, seats))
    if (fewer.length === left.length && constraints.length < MOST_DRAWN) continue
    constraints.push(constraint)
    left = fewer
  }
  return { people: drawNames(draw, people), constraints: withoutRedundant(constraints, rows) }
}

function drawConstraint(draw: Draw, solution: readonly number[]): SeatingConstraint | null {
  const others = shuffled(
    draw,
    solution.map((_, i) => i),
  )
  const [person, other, third] = others as [number, number, number]
  const type = TYPES[drawIndex(draw, TYPES.length)]!
  switch (type) {
    case 'at':
      // Says too much to be used often.
      return draw() < 0.25 ? seatOf(solution, person) : null
    case 'not-at':
      return { type, person, seat: 1 + drawIndex(draw, solution.length) }
    case 'at-an-end':
      return { type, person }
    case 'apart':
      return { type, person, other, between: Math.abs(solution[person]! - solution[other]!) - 1 }
    case 'between':
      return { type, person, other, third }
    default:
      return { type, person, other }
  }
}

const seatOf = (solution: readonly number[], person: number): SeatingConstraint => ({
  type: 'at',
  person,
  seat: solution[person]!,
})

function withoutRedundant(
  constraints: readonly SeatingConstraint[],
  rows: readonly (readonly number[])[],
): readonly SeatingConstraint[] {
  return constraints.reduce((kept, constraint) => {
    const rest = kept.filter((other) => other !== constraint)
    return countSeatings(rest, rows) === 1 ? rest : kept
  }, constraints)
}

function countSeatings(constraints: readonly SeatingConstraint[], rows: readonly (readonly number[])[]): number {
  return rows.filter((seats) => constraints.every((constraint) => holds(constraint, seats))).length
}

function drawNames(draw: Draw, count: number): readonly string[] {
  return shuffled(draw, NAMES).slice(0, count)
}

function shuffled<T>(draw: Draw, items: readonly T[]): readonly T[] {
  const all = [...items]
  for (let i = all.length - 1; i > 0; i--) {
    const j = drawIndex(draw, i + 1)
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}

/** Everybody's seat, in all ways. */
function permutations(people: number): readonly (readonly number[])[] {
  const rows: (readonly number[])[] = []
  const grow = (seats: readonly number[]): void => {
    if (seats.length === people) rows.push(seats)
    else for (let seat = 1; seat <= people; seat++) if (!seats.includes(seat)) grow([...seats, seat])
  }
  grow([])
  return rows
}

/** All rows of people, from left to right, that meet every constraint. Up to 40,320 are tried. */
export function solveSeating({ people, constraints }: SeatingPuzzle): readonly (readonly number[])[] {
  return permutations(people.length)
    .filter((seats) => constraints.every((constraint) => holds(constraint, seats)))
    .map((seats) => seats.map((_, i) => seats.indexOf(i + 1)))
}
