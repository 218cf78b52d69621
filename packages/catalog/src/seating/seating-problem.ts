import * as z from 'zod'
import type { Json } from '@espalier/core'
import {
  FEWEST_PEOPLE,
  isTaskError,
  MOST_PEOPLE,
  seatingBackend,
  type SeatingConstraint,
  type SeatingPuzzle,
} from '@espalier/tasks'

const person = z.string().min(1).max(40)
const seat = z.int().min(1).max(MOST_PEOPLE).describe('From 1, from left to right.')

const constraintSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['at', 'not-at']), person, seat }),
  z.strictObject({ type: z.literal('at-an-end'), person }),
  z.strictObject({ type: z.enum(['next-to', 'not-next-to', 'left-of']), person, other: person }),
  z.strictObject({
    type: z.literal('apart'),
    person,
    other: person,
    between: z.int().min(0).max(MOST_PEOPLE).describe('So many people sit between them.'),
  }),
  z.strictObject({ type: z.literal('between'), person, other: person, third: person }),
])

type NamedConstraint = z.infer<typeof constraintSchema>

/** A seating puzzle by names. */
export const seatingProblemSchema = z
  .strictObject({
    people: z.array(person).min(FEWEST_PEOPLE).max(MOST_PEOPLE).describe('Different names of one word.'),
    constraints: z
      .array(constraintSchema)
      .min(1)
      .max(100)
      .describe('Such as {"type":"left-of","person":"Ada","other":"Ben"} or {"type":"at","person":"Ada","seat":1}.'),
  })
  .superRefine((problem, context) => {
    for (const [i, constraint] of problem.constraints.entries())
      for (const [field, name] of peopleIn(constraint))
        if (!problem.people.includes(name))
          context.addIssue({
            code: 'custom',
            path: ['constraints', i, field],
            message: `nobody is called ${JSON.stringify(name)}`,
          })
    if (context.issues.length > 0) return
    try {
      seatingBackend().root(numbered(problem))
    } catch (error) {
      if (!isTaskError(error)) throw error
      context.addIssue({ code: 'custom', path: [], message: error.message })
    }
  })

type SeatingProblem = z.infer<typeof seatingProblemSchema>

const ROLES = ['person', 'other', 'third'] as const

function peopleIn(constraint: NamedConstraint): readonly (readonly [string, string])[] {
  const named = constraint as Readonly<Partial<Record<(typeof ROLES)[number], string>>>
  return ROLES.flatMap((role) => (named[role] === undefined ? [] : [[role, named[role]] as const]))
}

/** The puzzle with people as numbers, as verifier and generators have it. */
function numbered({ people, constraints }: SeatingProblem): SeatingPuzzle {
  return {
    people,
    constraints: constraints.map((constraint) => {
      const numbers = peopleIn(constraint).map(([role, name]) => [role, people.indexOf(name)] as const)
      return { ...constraint, ...Object.fromEntries(numbers) } as unknown as SeatingConstraint
    }),
  }
}

export const puzzleOf = (problem: Json): SeatingPuzzle => numbered(seatingProblemSchema.parse(problem))

/** The other way round. */
export function namedPuzzle({ people, constraints }: SeatingPuzzle): SeatingProblem {
  return {
    people: [...people],
    constraints: constraints.map((constraint) => {
      const numbers = constraint as unknown as Readonly<Partial<Record<(typeof ROLES)[number], number>>>
      const names = ROLES.flatMap((role) =>
        numbers[role] === undefined ? [] : [[role, people[numbers[role]]!] as const],
      )
      return { ...constraint, ...Object.fromEntries(names) } as unknown as NamedConstraint
    }),
  }
}
