import type { StateBackend } from '@espalier/core'
import { shown, TaskError } from '../task-error.ts'
import { checkPuzzle, type SeatingPuzzle } from './puzzle.ts'
import { checkRow } from './verify-row.ts'

/** A row as far as it is filled, from left to right. */
export interface SeatingState {
  readonly puzzle: SeatingPuzzle
  readonly row: readonly number[]
}

/**
 * Seating puzzles for the engine: a step is the person in the next seat. A state is finished when everybody sits; its answer is the names from left
 * to right if every constraint is met, else null. What share of them is, `checkRow` says: a value for judges. Throws a TaskError:
 * INVALID_QUESTION at `root`, ILLEGAL_STEP at `extend`.
 */
export function seatingBackend(): StateBackend<SeatingPuzzle, SeatingState, number> {
  const isTerminal = ({ puzzle, row }: SeatingState): boolean => row.length === puzzle.people.length
  return {
    name: 'seating',
    root: (puzzle) => {
      checkPuzzle(puzzle)
      return { puzzle, row: [] }
    },
    extend: (state, person) => {
      const { puzzle, row } = state
      if (puzzle.people[person] !== undefined && !row.includes(person)) return { puzzle, row: [...row, person] }
      const expected = isTerminal(state) ? 'none at the end of a row' : 'somebody without a seat'
      const where = `step ${row.length + 1}`
      throw new TaskError('ILLEGAL_STEP', 'Not a step of this row', { got: shown(person), expected, where })
    },
    isTerminal,
    answer: ({ puzzle, row }) => {
      const checked = checkRow(puzzle, row)
      return checked.ok && checked.unmet.length === 0 ? row.map((person) => puzzle.people[person]!).join(', ') : null
    },
    label: (person) => `person ${person}`,
    key: ({ row }) => row.join(' '),
  }
}
