import { shown } from '../task-error.ts'
import { graphBackend, type GraphBackendOptions, type GraphState, graphStep, type GraphStep } from './backend.ts'
import { formatQuestion } from './question-text.ts'
import { formatStatement, parseStatement, type StatementFault } from './statement-text.ts'
import { isStatement } from './verify-path.ts'

/** Why a text is not a step of a path. Checked in this order; the first that holds is given. */
export type GraphStepFault = StatementFault | 'wrong-start' | 'no-statement'

export type ParsedGraphStep =
  | { readonly ok: true; readonly step: GraphStep }
  | { readonly ok: false; readonly reason: GraphStepFault; readonly detail: string }

/**
 * Graph questions as a task in text, for models that read a question with the statements used so far and write the next. Whether a written
 * statement is one of the question is looked at only where steps are masked.
 */
export function graphTextTask(options: GraphBackendOptions = {}) {
  const { masked = false } = options
  return {
    backend: graphBackend(options),
    prompt: formatGraphState,
    parse: (state: GraphState, text: string): ParsedGraphStep => parseGraphStep(state, text, masked),
    /** The node that a step leads to. */
    key: (step: GraphStep): string => String(step.to),
  }
}

/** The question, a newline, and the statements used so far, each followed by a space; the next one is to follow. */
function formatGraphState({ question, path }: GraphState): string {
  const used = path.slice(1).map((to, i) => `${formatStatement(question, path[i]!, to)} `)
  return `${formatQuestion(question)}\n${used.join('')}`
}

/** Reads a step in words, as `parseStatement` does, which must begin where the path ends; with `masked` it must be one of the question. */
export function parseGraphStep(state: GraphState, text: string, masked = false): ParsedGraphStep {
  const { question, path } = state
  const read = parseStatement(question, text)
  if (!read.ok) return read
  const { from, to } = read
  const last = question.symbols[path.at(-1)!]!
  if (from !== path.at(-1)) return fault('wrong-start', `the path is at ${last}, not at ${question.symbols[from]!}`)
  if (masked && !isStatement(question, from, to))
    return fault('no-statement', `the question does not say ${shown(formatStatement(question, from, to))}`)
  return { ok: true, step: graphStep(state, to) }
}

function fault(reason: GraphStepFault, detail: string): ParsedGraphStep {
  return { ok: false, reason, detail }
}
