import { shown, TaskError } from '../task-error.ts'
import { countdownAnswer } from './backend.ts'
import { legalMoves } from './legal-moves.ts'
import type { CountdownPuzzle } from './puzzle.ts'
import { type Draw, drawIndex } from './seeded.ts'
import { type CountdownState, extendState, rootState } from './state.ts'

/** What a search without a model came to. */
export interface BaselineResult {
  /** A correct expression, or null. */
  readonly answer: string | null
  /** States whose legal steps were listed: what a model would have been asked about. */
  readonly expansions: number
}

/** One chain of legal steps, each drawn uniformly, to the end. `draw` gives uniform numbers in [0, 1). */
export function randomLegalSteps(puzzle: CountdownPuzzle, draw: Draw): BaselineResult {
  let state = rootState(puzzle)
  let expansions = 0
  while (state.left.length > 1) {
    const moves = legalMoves(state)
    expansions++
    state = extendState(state, moves[drawIndex(draw, moves.length)]!)
  }
  return { answer: countdownAnswer(state), expansions }
}

/**
 * Plain depth-first search over legal steps in their listed order, without memory of states seen. Stops at the first answer,
 * after `maxExpansions` expansions, or when all is searched: then, with fewer expansions than the limit and no answer, the
 * puzzle has no solution. `maxExpansions` is an integer of at least 1, or Infinity; else a TaskError INVALID_OPTIONS.
 */
export function depthFirst(puzzle: CountdownPuzzle, options: { readonly maxExpansions: number }): BaselineResult {
  const { maxExpansions } = options
  if (!(maxExpansions === Infinity || (Number.isInteger(maxExpansions) && maxExpansions >= 1))) {
    const expected = 'an integer of at least 1, or Infinity'
    throw new TaskError('INVALID_OPTIONS', 'Not a budget', {
      got: shown(maxExpansions),
      expected,
      where: 'maxExpansions',
    })
  }
  const open: CountdownState[] = [rootState(puzzle)]
  let expansions = 0
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (state.left.length === 1) {
      const answer = countdownAnswer(state)
      if (answer !== null) return { answer, expansions }
      continue
    }
    if (expansions === maxExpansions) break
    expansions++
    const moves = legalMoves(state)
    for (let i = moves.length - 1; i >= 0; i--) open.push(extendState(state, moves[i]!))
  }
  return { answer: null, expansions }
}
