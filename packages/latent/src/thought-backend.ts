import type { StateBackend } from '@espalier/core'
import type { NearThoughts } from './kernels/near-thoughts.ts'
import { formatLabel } from './step-label.ts'
import type { ThoughtState } from './thought-state.ts'
import type { ThoughtStep } from './thought-step.ts'
import type { ThoughtTask } from './thought-task.ts'

/** A step together with the line that it goes on from: labels say it in words, so they need both. */
export interface PlacedStep {
  readonly step: ThoughtStep
  /** The step in one line, as logs show it. */
  readonly label: string
}

export interface ThoughtBackendOptions {
  /**
   * What graph search takes for one state: `line` (default), lines that read the same, however their vectors came about; `symbol`, whatever
   * reads the same now at the same depth, so that a line that proves nothing may stand for one that would; `never`; or lines that came to
   * nearly the same thought, which `thoughtExpand` has to be told of as well (`near`).
   */
  readonly merge?: 'line' | 'symbol' | 'never' | NearThoughts
}

/**
 * Lines of thought as states of the engine. A line is finished at a symbol that may end it, or after too many steps; its answer is what the
 * task's exact verifier proves of the finished line. Steps in vectors and in words may follow on each other.
 */
export function thoughtBackend<Problem>(
  task: ThoughtTask<Problem, unknown>,
  options: ThoughtBackendOptions = {},
): StateBackend<Problem, ThoughtState<Problem>, PlacedStep> {
  const { merge = 'line' } = options
  const isAtGoal = ({ problem, line }: ThoughtState<Problem>): boolean =>
    line.length > 1 && task.goals(problem).includes(line.at(-1)!)
  const extended = (parent: ThoughtState<Problem>, { step }: PlacedStep): ThoughtState<Problem> => ({
    problem: parent.problem,
    parent,
    step,
    line: [...parent.line, step.symbol],
  })
  return {
    name: task.name,
    root: (problem) => ({ problem, parent: null, step: null, line: [task.start(problem)] }),
    // What was thought ahead of a state has to be found at the search's own.
    extend: typeof merge === 'object' ? oncePerStep(extended) : extended,
    isTerminal: (state) => isAtGoal(state) || state.line.length > task.maxSteps(state.problem),
    answer: (state) => (isAtGoal(state) ? task.prove(state.problem, state.line) : null),
    label: ({ label }) => label,
    ...(merge === 'never' ? {} : { key: keyBy(merge) }),
  }
}

function keyBy(
  merge: Exclude<ThoughtBackendOptions['merge'], 'never' | undefined>,
): (state: ThoughtState<unknown>) => string {
  if (merge === 'line') return ({ line }) => line.join(' ')
  if (merge === 'symbol') return ({ line }) => `${line.length} ${line.at(-1)!}`
  return merge.keyOf
}

/** The same state for the same step from the same parent. */
function oncePerStep<Problem>(
  extend: (parent: ThoughtState<Problem>, placed: PlacedStep) => ThoughtState<Problem>,
): typeof extend {
  const made = new WeakMap<PlacedStep, ThoughtState<Problem>>()
  return (parent, placed) => {
    const before = made.get(placed)
    if (before?.parent === parent) return before
    const state = extend(parent, placed)
    made.set(placed, state)
    return state
  }
}

/** A step placed behind a state. */
export function placeStep<Problem>(
  task: ThoughtTask<Problem, unknown>,
  state: ThoughtState<Problem>,
  step: ThoughtStep,
): PlacedStep {
  return { step, label: formatLabel(task.say(state.problem, state.line.at(-1)!, step.symbol), step) }
}
