import type { StateBackend } from '@espalier/core'
import { shown, TaskError } from '../task-error.ts'
import { childNumber, hiddenStep, type HiddenTree } from './problem.ts'

/** A node of a hidden-value tree. */
export interface HiddenTreeState {
  readonly tree: HiddenTree
  /** Number of the node (`childNumber`). */
  readonly node: number
  /** True sum along the path. Only the judge and, at a leaf, the scorer may look at it. */
  readonly sum: number
  /** Which child was taken at each level, from 0. */
  readonly path: readonly number[]
}

/**
 * Hidden-value trees for the engine. A step is the index of a child; a state is terminal at a leaf, whose answer is its path, such as
 * `0 3 1 2`. Every leaf is an answer; how good it is, only the scorer says. `extend` throws a TaskError ILLEGAL_STEP.
 */
export function hiddenTreeBackend(): StateBackend<HiddenTree, HiddenTreeState, number> {
  return {
    name: 'hidden-tree',
    root: (tree) => ({ tree, node: 0, sum: 0, path: [] }),
    extend: extendState,
    isTerminal: ({ tree, path }) => path.length === tree.depth,
    answer: ({ tree, path }) => (path.length === tree.depth ? path.join(' ') : null),
    label: (step) => `child ${step}`,
  }
}

function extendState({ tree, node, sum, path }: HiddenTreeState, step: number): HiddenTreeState {
  if (!Number.isInteger(step) || step < 0 || step >= tree.branching || path.length === tree.depth) {
    throw new TaskError('ILLEGAL_STEP', 'Not a step of this state', {
      got: shown(step),
      expected: path.length === tree.depth ? 'none at a leaf' : `an integer from 0 to ${tree.branching - 1}`,
      where: `step ${path.length + 1}`,
    })
  }
  const child = childNumber(tree, node, step)
  return { tree, node: child, sum: sum + hiddenStep(tree, child), path: [...path, step] }
}
