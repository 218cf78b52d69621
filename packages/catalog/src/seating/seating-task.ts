import type { Json } from '@espalier/core'
import { generateSeating, seatingBackend, type SeatingState } from '@espalier/tasks'
import type { CatalogTask } from '../catalog-task.ts'
import { seatingByLanguage } from './seating-language.ts'
import { seatStep, type SeatStep } from './seat-step.ts'
import { namedPuzzle, puzzleOf, seatingProblemSchema } from './seating-problem.ts'

/** Name of the task in specs and logs. */
export const SEATING_TASK = 'seating'

/** Seating puzzles by name: a step is who sits next, from left to right. */
export function seatingTask(): CatalogTask {
  const rows = seatingBackend()
  return {
    name: SEATING_TASK,
    about: 'Who sits where in a row, so that every constraint is met? Filled from left to right, with partial credit.',
    problem: seatingProblemSchema,
    examples: [namedPuzzle(generateSeating(4, 1, 3)[0]!), namedPuzzle(generateSeating(6, 1, 3)[0]!)],
    backend: {
      name: 'seating',
      root: (problem) => rows.root(puzzleOf(problem)),
      extend: (state, step) => rows.extend(state as SeatingState, (step as SeatStep).person),
      isTerminal: (state) => rows.isTerminal(state as SeatingState),
      answer: (state) => rows.answer(state as SeatingState),
      label: (step) => (step as SeatStep).name,
      key: (state) => rows.key!(state as SeatingState),
    },
    describe: (problem) => {
      const { people, constraints } = seatingProblemSchema.parse(problem)
      const count = constraints.length === 1 ? '1 constraint' : `${constraints.length} constraints`
      return {
        problem: { task: SEATING_TASK, people, constraints },
        label: `${people.join(', ')} (${count})`,
      }
    },
    read: readProblem,
    parse: (state, label) => seatStep(state as SeatingState, label),
    recognise: (logged) => {
      if (typeof logged !== 'object' || logged === null || Array.isArray(logged)) return null
      const { task, ...rest } = logged as { readonly task?: Json }
      const parsed = seatingProblemSchema.safeParse(rest)
      return task === SEATING_TASK && parsed.success ? parsed.data : null
    },
    language: { prompts: ['instructed'], expand: seatingByLanguage },
  }
}

/** A puzzle as JSON; words can say a constraint in too many ways. */
function readProblem(text: string): Json | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    const parsed = seatingProblemSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
