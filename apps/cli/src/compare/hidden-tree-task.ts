import type { ExpandFn, StateBackend } from '@espalier/core'
import {
  hiddenTreeBackend,
  hiddenTreeExpand,
  hiddenTrees,
  type HiddenTreeSetting,
  type HiddenTreeState,
} from '@espalier/tasks'
import { hiddenLeaves, scoreLine, type HiddenLeaves } from '@espalier/tasks/scoring'
import type { CompareTask, TaskRequest } from './task.ts'

/** Leaves that count as solved: the best ten. */
const TOP = 10

/** Hidden-value trees: offline, no model, and the best answer is known. */
export function hiddenTreeContest(setting: HiddenTreeSetting, { count, seed }: TaskRequest): CompareTask {
  const trees = hiddenTrees(setting, count, seed)
  const leaves = new Map<number, HiddenLeaves>()
  const backend = hiddenTreeBackend()
  const expand: ExpandFn<HiddenTreeState, number> = (trial) => Promise.resolve(hiddenTreeExpand(trial))

  /** Enumerated when first needed, and kept: every algorithm is scored against them. */
  function leavesOf(problem: number): HiddenLeaves {
    let values = leaves.get(problem)
    if (values === undefined) leaves.set(problem, (values = hiddenLeaves(trees[problem]!)))
    return values
  }

  return {
    name: `${setting}-tree`,
    about: `hidden-value trees of 65,536 leaves, ${setting} to judge; a call is an evaluation, a token a step`,
    measure: 'score',
    measures: {
      solved: `the final answer is among the ${TOP} best of 65,536 leaves`,
      score:
        '1 - regret: where the true value of the final answer lies between the worst leaf (0) and the best (1); an unfinished line counts as the mean of its leaves',
    },
    problems: trees.map((tree) => ({ ...tree })),
    steps: trees[0]!.depth,
    backend: {
      ...(backend as StateBackend<unknown, unknown, unknown>),
      root: (problem) => backend.root(trees[problem]!),
    },
    createExpand: () => ({ expand: expand as ExpandFn<unknown, unknown>, dispose: () => {} }),
    stopValue: null,
    answerAt: (state) => (state as HiddenTreeState).path.join(' '),
    score: (problem, answer) => {
      const line = answer === null ? null : scoreLine(trees[problem]!, answer, leavesOf(problem))
      if (line === null) return { score: 0, solved: false }
      return { score: 1 - line.regret, solved: line.rank !== null && line.rank <= TOP }
    },
    modelFree: [],
  }
}
