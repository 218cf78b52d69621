import type { CatalogModel } from '@espalier/catalog'
import type { StateBackend } from '@espalier/core'
import {
  countdownBackend,
  depthFirst,
  heldOutPuzzles,
  randomLegalSteps,
  seededDraw,
  type CountdownPuzzle,
  type CountdownState,
} from '@espalier/tasks'
import { checkAnswer } from '@espalier/tasks/scoring'
import type { CompareTask, ModelFree, TaskRequest } from './task.ts'

export const GAME24_NUMBERS = 4

/** The baseline that the comparison always has on puzzles. */
export const LEGAL_DEPTH_FIRST = 'legal-depth-first'

/** Game of 24 and Countdown with a model that writes steps: held-out test puzzles, none of them trained on. */
export function countdownContest(request: TaskRequest, model: CatalogModel): CompareTask {
  const { task, count, seed, numbers } = request
  const puzzles = request.puzzles ?? heldOutPuzzles({ split: 'test', numbers, count, seed })
  const backend = countdownBackend()
  return {
    name: task,
    about: `${numbers} numbers, held-out puzzles, model ${model.name}`,
    measure: 'solved',
    measures: {
      solved: 'the final answer uses every number once and meets the target exactly',
      score: '1 if solved, else 0',
    },
    problems: puzzles.map(({ numbers: given, target }) => ({ numbers: given, target })),
    steps: numbers - 1,
    backend: {
      ...(backend as StateBackend<unknown, unknown, unknown>),
      root: (problem) => backend.root(puzzles[problem]!),
    },
    createExpand: () => model.createExpand('countdown'),
    stopValue: 1,
    answerAt: (state) => {
      const at = state as CountdownState
      return backend.isTerminal(at) ? backend.answer(at) : null
    },
    score: (problem, answer) => {
      const solved = answer !== null && checkAnswer(puzzles[problem]!, answer).correct
      return { solved, score: Number(solved) }
    },
    modelFree: modelFree(puzzles),
  }
}

function modelFree(puzzles: readonly CountdownPuzzle[]): readonly ModelFree[] {
  return [
    {
      name: LEGAL_DEPTH_FIRST,
      about: 'depth-first over legal steps, no model; an expansion counts as a call',
      run: (problem, maxExpansions) => depthFirst(puzzles[problem]!, { maxExpansions }),
    },
    {
      name: 'legal-random',
      about: 'chains of random legal steps, no model; an expansion counts as a call',
      run: (problem, maxExpansions, seed) => randomChains(puzzles[problem]!, maxExpansions, seed),
    },
  ]
}

/** One random chain after the other until one ends in an answer; a chain that the budget cuts short does not count. */
function randomChains(puzzle: CountdownPuzzle, maxExpansions: number, seed: number) {
  const draw = seededDraw(seed)
  const length = puzzle.numbers.length - 1
  let expansions = 0
  let answer: string | null = null
  while (answer === null && length > 0 && expansions + length <= maxExpansions) {
    const chain = randomLegalSteps(puzzle, draw)
    expansions += chain.expansions
    answer = chain.answer
  }
  return { answer, expansions }
}
