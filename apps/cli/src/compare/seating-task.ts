import { catalogTask, namedPuzzle, UNIFORM_MODEL, type CatalogModel } from '@espalier/catalog'
import { addUsage, NO_USAGE, type ExpandFn, type Json, type StateBackend } from '@espalier/core'
import { checkRow, depthFirstSeating, generateSeating, parseRow, type SeatingState } from '@espalier/tasks'
import { LEGAL_DEPTH_FIRST } from './countdown-task.ts'
import type { CompareTask, TaskRequest } from './task.ts'

/** Seating puzzles with one solution each, with partial credit for rows that are none. */
export function seatingContest({ count, seed, people = 6 }: TaskRequest, model: CatalogModel): CompareTask {
  const puzzles = generateSeating(people, count, seed)
  const problems = puzzles.map(namedPuzzle) as unknown as Json[]
  const { backend } = catalogTask('seating')
  const isBaseline = model.name === UNIFORM_MODEL
  return {
    name: 'seating',
    about: isBaseline
      ? `${people} people, steps that the verifier allows, no model; an expansion counts as a call, a step as a token`
      : `${people} people, model ${model.name}; values are the verifier's`,
    measure: 'solved',
    measures: {
      solved: 'everybody sits so that every constraint is met',
      score: 'share of the constraints that the final row meets; 0 for a row that is not whole',
    },
    problems,
    steps: people,
    backend: {
      ...(backend as StateBackend<unknown, unknown, unknown>),
      root: (problem) => backend.root(problems[problem]!),
    },
    createExpand: () => {
      const work = model.createExpand('seating')
      return isBaseline ? { ...work, expand: countingExpansions(work.expand) } : work
    },
    stopValue: 1,
    answerAt: (state) => {
      const { puzzle, row } = state as SeatingState
      return row.length === puzzle.people.length ? row.map((person) => puzzle.people[person]!).join(', ') : null
    },
    score: (problem, answer) => {
      const read = answer === null ? null : parseRow(puzzles[problem]!, answer)
      const checked = read?.ok === true ? checkRow(puzzles[problem]!, read.row) : null
      const score = checked?.ok === true ? checked.share : 0
      return { solved: score === 1, score }
    },
    modelFree: [
      {
        name: LEGAL_DEPTH_FIRST,
        about: 'depth-first over people whom no constraint keeps from a seat, no model; an expansion counts as a call',
        run: (problem, maxExpansions) => depthFirstSeating(puzzles[problem]!, { maxExpansions }),
      },
    ],
  }
}

/** What lists steps without a model costs as the baseline's expansions do. */
function countingExpansions(expand: ExpandFn<unknown, unknown>): ExpandFn<unknown, unknown> {
  return async (trial, context) => {
    const expansion = await expand(trial, context)
    const usage = { calls: trial.want > 0 ? 1 : 0, promptTokens: 0, completionTokens: expansion.proposals.length }
    return { ...expansion, usage: addUsage(expansion.usage ?? NO_USAGE, usage) }
  }
}
