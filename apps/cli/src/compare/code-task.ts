import { catalogTask, type CatalogModel } from '@espalier/catalog'
import type { Json, StateBackend } from '@espalier/core'
import { nodeSandbox } from '@espalier/tasks/node'
import { CODE_PROBLEMS, runCodeTests } from '@espalier/tasks/code'
import type { CompareTask, TaskRequest } from './task.ts'

/** A draft, and one mended. */
const STEPS = 2

/** Small functions by their tests, written by a language model and run in a sandbox. */
export function codeContest({ count }: TaskRequest, model: CatalogModel): CompareTask {
  const problems = CODE_PROBLEMS.slice(0, count)
  const { backend } = catalogTask('code')
  const sandbox = nodeSandbox()
  return {
    name: 'code',
    about: `small functions by their tests, model ${model.name}; values are shares of tests passed`,
    measure: 'solved',
    measures: { solved: 'the final program passes every test', score: 'share of the tests that it passes' },
    problems: problems as unknown as Json[],
    steps: STEPS,
    backend: {
      ...(backend as StateBackend<unknown, unknown, unknown>),
      root: (problem) => backend.root(problems[problem]! as unknown as Json),
    },
    createExpand: () => model.createExpand('code'),
    stopValue: 1,
    answerAt: (state) => backend.answer(state),
    score: async (problem, answer) => {
      const score = answer === null ? 0 : (await runCodeTests(sandbox, problems[problem]!, answer)).share
      return { solved: score === 1, score }
    },
    modelFree: [],
  }
}
