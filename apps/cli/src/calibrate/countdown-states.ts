import {
  countdownBackend,
  formatRational,
  formatStep,
  heldOutPuzzles,
  isSolvable,
  legalMoves,
  seededDraw,
  type CountdownPuzzle,
  type CountdownState,
} from '@espalier/tasks'
import type { CalibrationItem } from './item.ts'

/** Lines of random legal steps from each puzzle. */
const LINES = 4

export const STATES_RUBRIC =
  'The candidate is the beginning of a solution. Can it still be finished: can the numbers that are left, each used once, be combined to the target?'

/**
 * States on the way through held-out puzzles, that no model was trained on: those that random legal steps lead to, two numbers left at least, each once a
 * puzzle. The checker tries out everything that can still be done.
 */
export function countdownStates(request: {
  readonly count: number
  readonly numbers: 4 | 5 | 6
  readonly seed: number
}): readonly CalibrationItem[] {
  const puzzles = heldOutPuzzles({ split: 'test', ...request })
  const draw = seededDraw(request.seed)
  return puzzles.flatMap((puzzle, i) => statesOf(puzzle, String(i), draw))
}

function statesOf(puzzle: CountdownPuzzle, group: string, draw: () => number): readonly CalibrationItem[] {
  const backend = countdownBackend()
  const states = new Map<string, CountdownState>()
  for (let line = 0; line < LINES; line++) {
    let state = backend.root(puzzle)
    while (state.left.length > 2) {
      const moves = legalMoves(state)
      state = backend.extend(state, moves[Math.floor(draw() * moves.length)]!)
      states.set(heldIn(state).join(' '), state)
    }
  }
  const question = `Make ${puzzle.target} from the numbers ${puzzle.numbers.join(', ')}, each used once, with +, -, * and /.`
  return [...states.values()].map((state) => ({
    question,
    candidate: state.steps.map(formatStep).join('\n'),
    label: isSolvable(
      state.left.map(({ value: { n, d } }) => Number(n) / Number(d)),
      puzzle.target,
    ),
    group,
    state,
  }))
}

const heldIn = ({ left }: CountdownState): readonly string[] => left.map(({ value }) => formatRational(value))
