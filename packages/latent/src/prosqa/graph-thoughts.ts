import { GRAPH_SLOTS, type GraphPrompt } from '@espalier/models'
import { checkPath, formatStatement, type GraphQuestion, parseStatement } from '@espalier/tasks'
import { LatentError } from '../latent-error.ts'
import type { ThoughtTask } from '../thought-task.ts'

export interface GraphThoughtsOptions {
  /** Steps after which an unfinished line is given up. Whole, at least 1. Default 12. */
  readonly maxSteps?: number
}

/**
 * Graph questions (ProsQA) as lines of thought: symbols are nodes, a line starts at the individual and ends at either concept. The verifier
 * sees finished lines only; it does not say which steps there are.
 */
export function graphThoughts({ maxSteps = 12 }: GraphThoughtsOptions = {}): ThoughtTask<GraphQuestion, GraphPrompt> {
  if (!Number.isInteger(maxSteps) || maxSteps < 1)
    throw new LatentError('INVALID_OPTIONS', 'not a length of lines', {
      got: String(maxSteps),
      expected: 'a whole number of at least 1',
      where: 'maxSteps',
    })
  return {
    name: 'prosqa',
    prompt: (question) => {
      if (question.symbols.length > GRAPH_SLOTS)
        throw new LatentError('INVALID_OPTIONS', 'a question that is too large for the model', {
          got: `${question.symbols.length} nodes`,
          expected: `at most ${GRAPH_SLOTS}`,
          where: 'question.symbols',
        })
      return { edges: question.edges, root: question.root, goals: question.options }
    },
    start: ({ root }) => root,
    symbols: ({ symbols }) => symbols.length,
    word: ({ symbols }, symbol) => symbols[symbol]!,
    goals: ({ options }) => options,
    say: (question, from, to) => formatStatement(question, from, to),
    read: (question, from, text) => {
      const statement = parseStatement(question, text)
      return statement.ok && statement.from === from ? statement.to : null
    },
    prove: (question, line) => {
      const checked = checkPath(question, line)
      return checked.ok ? formatStatement(question, question.root, checked.option) : null
    },
    maxSteps: () => maxSteps,
  }
}
