import { shown, TaskError } from '../task-error.ts'
import { seatingBackend, type SeatingState } from './backend.ts'
import type { SeatingPuzzle } from './puzzle.ts'
import { checkPrefix } from './verify-row.ts'

const backend = seatingBackend()

/** Who may sit in the next seat of a row: everybody without a seat there, with whom no constraint is broken. In the order of the puzzle. */
export function legalPeople({ puzzle, row }: SeatingState): readonly number[] {
  return [...puzzle.people.keys()].filter(
    (person) => !row.includes(person) && checkPrefix(puzzle, [...row, person]).unmet.length === 0,
  )
}

/**
 * Plain depth-first search over legal people in their order. Stops at the first row that meets every constraint, after `maxExpansions` expansions, or when all
 * is searched. `maxExpansions` is an integer of at least 1, or Infinity; else a TaskError INVALID_OPTIONS.
 */
export function depthFirstSeating(
  puzzle: SeatingPuzzle,
  { maxExpansions }: { readonly maxExpansions: number },
): { readonly answer: string | null; readonly expansions: number } {
  if (!(maxExpansions === Infinity || (Number.isInteger(maxExpansions) && maxExpansions >= 1)))
    throw new TaskError('INVALID_OPTIONS', 'Not a budget', {
      got: shown(maxExpansions),
      expected: 'an integer of at least 1, or Infinity',
      where: 'maxExpansions',
    })
  const open: SeatingState[] = [backend.root(puzzle)]
  let expansions = 0
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (backend.isTerminal(state)) {
      const answer = backend.answer(state)
      if (answer !== null) return { answer, expansions }
      continue
    }
    if (expansions === maxExpansions) break
    expansions++
    for (const person of legalPeople(state).toReversed()) open.push(backend.extend(state, person))
  }
  return { answer: null, expansions }
}
