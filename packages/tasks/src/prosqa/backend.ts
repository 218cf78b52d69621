import type { StateBackend } from '@espalier/core'
import { shown, TaskError } from '../task-error.ts'
import { checkQuestion } from './check-question.ts'
import type { GraphQuestion } from './question.ts'
import { formatStatement } from './statement-text.ts'
import { checkPath, isStatement } from './verify-path.ts'

/** A path as far as it goes. */
export interface GraphState {
  readonly question: GraphQuestion
  /** Nodes from the individual asked about on; never empty. */
  readonly path: readonly number[]
}

/** One node more. */
export interface GraphStep {
  /** The last node of the path that it continues. */
  readonly from: number
  readonly to: number
  /** The step in words, "Every lempus is a zumpus.", whether the question says so or not. */
  readonly statement: string
}

export interface GraphBackendOptions {
  /**
   * Whether only statements of the question may follow. Default false: then any node may follow, and the verifier sees finished paths alone.
   * With true the verifier knows the graph, and a search without a model is the measure (`breadthFirstPath`, `depthFirstPath`).
   */
  readonly masked?: boolean
  /** Steps after which a path is finished, from 1 to 255. Default 12. */
  readonly maxSteps?: number
}

export const DEFAULT_MAX_STEPS = 12

/**
 * Graph questions for the engine. A path is finished at an option, after `maxSteps` steps, or, where steps are masked, at a node that no
 * statement is about. Its answer is "Tom is a lempus." if every step is a statement and the last node an option, else null. A label is the
 * statement, so labels along a path are enough to rebuild its states (`parseGraphStep`).
 *
 * Masked paths have a key of last node and depth: from there on they are the same. Without the mask the key is the whole path, as one that
 * holds and one that does not may share their end, and only the first is an answer.
 *
 * Throws a TaskError: INVALID_OPTIONS for the options, INVALID_QUESTION at `root`, ILLEGAL_STEP at `extend`.
 */
export function graphBackend(options: GraphBackendOptions = {}): StateBackend<GraphQuestion, GraphState, GraphStep> {
  const { masked = false, maxSteps = DEFAULT_MAX_STEPS } = options
  checkMaxSteps(maxSteps)
  const isTerminal = ({ question, path }: GraphState): boolean => {
    const last = path.at(-1)!
    if (path.length > maxSteps || question.options.includes(last)) return true
    return masked && !question.edges.some(([from]) => from === last)
  }
  return {
    name: masked ? 'prosqa-masked' : 'prosqa',
    root: (question) => {
      checkQuestion(question)
      return { question, path: [question.root] }
    },
    extend: (state, step) => {
      const expected = isTerminal(state) ? 'none at the end of a path' : stepFault(state, step, masked)
      if (expected === null) return { question: state.question, path: [...state.path, step.to] }
      const where = `step ${state.path.length}`
      throw new TaskError('ILLEGAL_STEP', 'Not a step of this path', { got: shown(step.statement), expected, where })
    },
    isTerminal,
    answer: graphAnswer,
    label: ({ statement }) => statement,
    key: ({ path }) => (masked ? `${path.at(-1)!} ${path.length - 1}` : path.join(' ')),
  }
}

/** What the path proves, as "Tom is a lempus.", or null: what a search may know about being right. */
export function graphAnswer({ question, path }: GraphState): string | null {
  const checked = checkPath(question, path)
  return checked.ok ? formatStatement(question, question.root, checked.option) : null
}

/** The step from the end of the path to a node. */
export function graphStep({ question, path }: GraphState, to: number): GraphStep {
  const from = path.at(-1)!
  return { from, to, statement: formatStatement(question, from, to) }
}

export function checkMaxSteps(maxSteps: number): void {
  if (Number.isInteger(maxSteps) && maxSteps >= 1 && maxSteps <= 255) return
  const expected = 'an integer from 1 to 255'
  throw new TaskError('INVALID_OPTIONS', 'Not a length', { got: shown(maxSteps), expected, where: 'maxSteps' })
}

/** What was expected instead of the step; null if it fits. */
function stepFault({ question, path }: GraphState, { from, to, statement }: GraphStep, masked: boolean): string | null {
  const { symbols } = question
  if (from !== path.at(-1)) return `a step from ${symbols[path.at(-1)!]!}`
  if (symbols[to] === undefined) return 'a step to a node of the question'
  if (statement !== formatStatement(question, from, to)) return formatStatement(question, from, to)
  return masked && !isStatement(question, from, to) ? 'a statement of the question' : null
}
