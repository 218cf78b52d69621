import { shown, TaskError } from '../task-error.ts'

/** What is known of where people sit. People are numbers; seats are counted from 1, from left to right. */
export type SeatingConstraint =
  | { readonly type: 'at'; readonly person: number; readonly seat: number }
  | { readonly type: 'not-at'; readonly person: number; readonly seat: number }
  | { readonly type: 'at-an-end'; readonly person: number }
  | { readonly type: 'next-to' | 'not-next-to' | 'left-of'; readonly person: number; readonly other: number }
  /** So many people sit between them. */
  | { readonly type: 'apart'; readonly person: number; readonly other: number; readonly between: number }
  | { readonly type: 'between'; readonly person: number; readonly other: number; readonly third: number }

/** People to be put in a row of as many seats. */
export interface SeatingPuzzle {
  readonly people: readonly string[]
  /** At least one. */
  readonly constraints: readonly SeatingConstraint[]
}

export const FEWEST_PEOPLE = 3
export const MOST_PEOPLE = 8

/** Whether a constraint holds where `seats[person]` is everybody's seat, from 1. */
export function holds(constraint: SeatingConstraint, seats: readonly number[]): boolean {
  const seat = seats[constraint.person]!
  switch (constraint.type) {
    case 'at':
      return seat === constraint.seat
    case 'not-at':
      return seat !== constraint.seat
    case 'at-an-end':
      return seat === 1 || seat === seats.length
    case 'next-to':
      return Math.abs(seat - seats[constraint.other]!) === 1
    case 'not-next-to':
      return Math.abs(seat - seats[constraint.other]!) !== 1
    case 'left-of':
      return seat < seats[constraint.other]!
    case 'apart':
      return Math.abs(seat - seats[constraint.other]!) === constraint.between + 1
    case 'between': {
      const [a, b] = [seats[constraint.other]!, seats[constraint.third]!]
      return (a < seat && seat < b) || (b < seat && seat < a)
    }
  }
}

/** Throws a TaskError INVALID_QUESTION that names what is wrong. */
export function checkPuzzle({ people, constraints }: SeatingPuzzle): void {
  const fail = (got: unknown, expected: string, where: string): TaskError =>
    new TaskError('INVALID_QUESTION', 'Not a seating puzzle', { got: shown(got), expected, where })
  if (people.length < FEWEST_PEOPLE || people.length > MOST_PEOPLE)
    throw fail(people.length, `${FEWEST_PEOPLE} to ${MOST_PEOPLE} people`, 'people')
  const odd = people.find((name, i) => !/^\p{L}[\p{L}\p{M}'-]*$/u.test(name) || people.indexOf(name) !== i)
  if (odd !== undefined) throw fail(odd, 'different names of one word', 'people')
  if (constraints.length === 0) throw fail('none', 'constraints', 'constraints')
  const isNumber = (value: number, from: number, to: number): boolean =>
    Number.isInteger(value) && value >= from && value <= to
  for (const [i, constraint] of constraints.entries()) {
    const where = `constraint ${i + 1}`
    const named = peopleOf(constraint)
    const wrong = named.find((person, k) => !isNumber(person, 0, people.length - 1) || named.indexOf(person) !== k)
    if (wrong !== undefined) throw fail(wrong, 'different people of the puzzle', where)
    if ('seat' in constraint && !isNumber(constraint.seat, 1, people.length))
      throw fail(constraint.seat, 'a seat', where)
    if (constraint.type === 'apart' && !isNumber(constraint.between, 0, people.length - 2))
      throw fail(constraint.between, 'fewer people than there are', where)
  }
}

/** Everybody that a constraint is about. */
export function peopleOf(constraint: SeatingConstraint): readonly number[] {
  return [
    constraint.person,
    ...('other' in constraint ? [constraint.other] : []),
    ...('third' in constraint ? [constraint.third] : []),
  ]
}
