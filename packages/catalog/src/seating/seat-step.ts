import type { SeatingState } from '@espalier/tasks'

/** Somebody for the next seat. */
export interface SeatStep {
  readonly person: number
  readonly name: string
}

/** The step of a name at a state; null for nobody, and for somebody who sits already. */
export function seatStep({ puzzle, row }: SeatingState, name: string): SeatStep | null {
  const person = puzzle.people.indexOf(name)
  return person < 0 || row.includes(person) ? null : { person, name }
}
