import { holds, peopleOf, type SeatingPuzzle } from './puzzle.ts'

/** Why a row is none. Checked in this order; the first that holds is given. */
export type RowFault = 'unknown-person' | 'twice' | 'unfinished'

export type CheckedRow =
  | {
      readonly ok: true
      /** Numbers of the constraints that are not met, from 0. */
      readonly unmet: readonly number[]
      /** Share of the constraints that are met, in [0, 1]; 1 only for a solution. */
      readonly share: number
    }
  | { readonly ok: false; readonly reason: RowFault; readonly detail: string }

/** What the beginning of a row has come to: numbers of constraints, from 0. */
export interface CheckedPrefix {
  /** Those about people who all sit already, and hold. */
  readonly met: readonly number[]
  /** Those about people who all sit already, and do not: no end of the row can mend them. */
  readonly unmet: readonly number[]
  /** Those that somebody is still to be seated for. */
  readonly open: readonly number[]
}

/** Which constraints the first people of a row, from left to right, meet and break. Of a whole row none is open. */
export function checkPrefix({ people, constraints }: SeatingPuzzle, row: readonly number[]): CheckedPrefix {
  const seats = people.map((_, person) => row.indexOf(person) + 1)
  const state = { met: [] as number[], unmet: [] as number[], open: [] as number[] }
  for (const [i, constraint] of constraints.entries()) {
    if (peopleOf(constraint).some((person) => seats[person] === 0)) state.open.push(i)
    else if (holds(constraint, seats)) state.met.push(i)
    else state.unmet.push(i)
  }
  return state
}

/** Which constraints a row of people, from left to right, meets: exactly, and from the puzzle alone. */
export function checkRow({ people, constraints }: SeatingPuzzle, row: readonly number[]): CheckedRow {
  const unknown = row.find((person) => people[person] === undefined)
  if (unknown !== undefined) return { ok: false, reason: 'unknown-person', detail: `there is no person ${unknown}` }
  const twice = row.find((person, i) => row.indexOf(person) !== i)
  if (twice !== undefined) return { ok: false, reason: 'twice', detail: `${people[twice]!} sits twice` }
  const missing = people.find((_, person) => !row.includes(person))
  if (missing !== undefined) return { ok: false, reason: 'unfinished', detail: `${missing} has no seat` }
  const seats = people.map((_, person) => row.indexOf(person) + 1)
  const unmet = [...constraints.keys()].filter((i) => !holds(constraints[i]!, seats))
  return { ok: true, unmet, share: 1 - unmet.length / constraints.length }
}
