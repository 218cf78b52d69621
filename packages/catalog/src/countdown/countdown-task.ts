import * as z from 'zod'
import type { Json, StateBackend } from '@espalier/core'
import {
  countdownBackend,
  createPuzzle,
  DEFAULT_TARGET,
  isTaskError,
  MAX_NUMBER,
  MAX_NUMBERS,
  MAX_TARGET,
  parsePuzzle,
  parseStep,
  type CountdownPuzzle,
  type CountdownState,
} from '@espalier/tasks'
import { countdownByLanguage } from './countdown-language.ts'
import type { CatalogTask } from '../catalog-task.ts'

/** Name of the task in specs and logs. */
export const COUNTDOWN_TASK = 'countdown'

const problemSchema = z.strictObject({
  numbers: z
    .array(z.int().min(1).max(MAX_NUMBER))
    .min(1)
    .max(MAX_NUMBERS)
    .describe('The numbers; each is used exactly once.'),
  target: z.int().min(1).max(MAX_TARGET).default(DEFAULT_TARGET).describe('What the expression must equal.'),
})

/** Game of 24 and Countdown by name. */
export function countdownTask(): CatalogTask {
  const backend = countdownBackend()
  return {
    name: COUNTDOWN_TASK,
    about: 'Reach the target with every number exactly once and the four operations: Game of 24, Countdown.',
    problem: problemSchema,
    examples: [
      { numbers: [4, 9, 10, 13], target: 24 },
      { numbers: [1, 3, 4, 6], target: 24 },
      { numbers: [2, 5, 8, 11, 12], target: 97 },
    ],
    backend: {
      ...(backend as StateBackend<unknown, unknown, unknown>),
      root: (problem) => backend.root(puzzleOf(problem)),
    },
    describe: (problem) => {
      const { numbers, target } = puzzleOf(problem)
      return { problem: { task: COUNTDOWN_TASK, numbers, target }, label: `${numbers.join(' ')} → ${target}` }
    },
    read: readPuzzle,
    parse: (state, label) => {
      const parsed = parseStep(state as CountdownState, label)
      return parsed.ok ? parsed.step : null
    },
    language: { prompts: ['instructed', 'bare'], expand: countdownByLanguage },
    recognise: (logged) => {
      if (typeof logged !== 'object' || logged === null || Array.isArray(logged)) return null
      const { task, ...rest } = logged as { readonly task?: Json }
      const parsed = problemSchema.safeParse(rest)
      return task === COUNTDOWN_TASK && parsed.success ? parsed.data : null
    },
  }
}

/** `24: 4 9 10 13` as the embedded model reads it, or the numbers alone: `4, 9, 10, 13`. */
function readPuzzle(text: string): Json | null {
  const [, target, numbers] = /^\s*(?:(\d{1,5}):)?([\d\s,]+)$/.exec(text) ?? []
  if (numbers === undefined) return null
  try {
    const puzzle = parsePuzzle(numbers, target === undefined ? DEFAULT_TARGET : Number(target))
    return { numbers: puzzle.numbers, target: puzzle.target }
  } catch (error) {
    if (isTaskError(error)) return null
    throw error
  }
}

function puzzleOf(problem: Json): CountdownPuzzle {
  const { numbers, target } = problemSchema.parse(problem)
  return createPuzzle(numbers, target)
}
