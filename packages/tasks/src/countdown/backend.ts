import type { StateBackend } from '@espalier/core'
import { type CountdownPuzzle, createPuzzle } from './puzzle.ts'
import { equals, format, integer } from './rational.ts'
import { type CountdownState, type CountdownStep, extendState, rootState, terminalExpression } from './state.ts'
import { formatStep } from './step-text.ts'

/**
 * Countdown for the engine. A state is terminal when one number is left; its answer is an expression over all numbers of
 * the puzzle if it equals the target exactly, else null. A label is the wire form of the step, so labels along a path are
 * enough to rebuild its states (`parseStep`).
 *
 * `root` throws what `createPuzzle` throws; `extend` throws a TaskError ILLEGAL_STEP.
 */
export function countdownBackend(): StateBackend<CountdownPuzzle, CountdownState, CountdownStep> {
  return {
    name: 'countdown',
    root: (puzzle) => rootState(createPuzzle(puzzle.numbers, puzzle.target)),
    extend: extendState,
    isTerminal: (state) => state.left.length === 1,
    answer: countdownAnswer,
    label: formatStep,
    // What can still be done hangs on the numbers held; how they came about is in the answer alone, and one way to it is as good as another.
    key: ({ left }) => left.map(({ value }) => format(value)).join(' '),
  }
}

/** The expression that meets the target, or null: what a search may know about being right. */
export function countdownAnswer(state: CountdownState): string | null {
  const meets = state.left.length === 1 && equals(state.left[0]!.value, integer(state.target))
  return meets ? terminalExpression(state) : null
}
