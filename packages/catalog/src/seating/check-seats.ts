import type { Evaluation } from '@espalier/core'
import { checkPrefix, type SeatingState } from '@espalier/tasks'

/**
 * What the verifier says of a row so far: midway between the share of constraints that it meets already and the share that it still can; of a whole row
 * they are one. Which constraints are met, broken and open is the detail.
 */
export function checkSeats({ puzzle, row }: SeatingState): Evaluation {
  const { met, unmet, open } = checkPrefix(puzzle, row)
  const all = puzzle.constraints.length
  return {
    value: (met.length + (all - unmet.length)) / (2 * all),
    detail: { type: 'seating', met, unmet, open },
  }
}
