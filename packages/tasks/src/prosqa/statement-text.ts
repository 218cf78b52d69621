import { INDIVIDUAL } from './check-question.ts'
import type { GraphQuestion } from './question.ts'

/** Why a text is not a statement about the nodes of a question. */
export type StatementFault = 'syntax' | 'unknown-name'

export type ParsedStatement =
  | { readonly ok: true; readonly from: number; readonly to: number }
  | { readonly ok: false; readonly reason: StatementFault; readonly detail: string }

/** Longer texts are not looked at. */
const MAX_STATEMENT_CHARS = 400
/** Details are one line for people, whatever the text held. */
const MAX_SHOWN_CHARS = 60

const NAME = '[A-Za-z][A-Za-z0-9-]*'
/** One sentence without its full stop: who it is about (an individual, or every concept) and what that is. */
export const STATEMENT = new RegExp(`^(?:Every (${NAME})|(${NAME})) is an? (${NAME})$`)

/** "Tom is a lempus." or "Every lempus is a zumpus.", whether the question says so or not; always "a", as in the official files. */
export function formatStatement({ symbols }: Pick<GraphQuestion, 'symbols'>, from: number, to: number): string {
  const subject = symbols[from]!
  return `${INDIVIDUAL.test(subject) ? '' : 'Every '}${subject} is a ${symbols[to]!}.`
}

/**
 * Reads a statement between two nodes of a question, whether the question says so or not. White space around and between words may be any;
 * "an" is read as "a"; the full stop may be missing. Never throws for any text.
 */
export function parseStatement({ symbols }: Pick<GraphQuestion, 'symbols'>, text: string): ParsedStatement {
  const match = text.length <= MAX_STATEMENT_CHARS ? STATEMENT.exec(withoutStop(text)) : null
  if (match === null) return fault('syntax', 'expected the form "Tom is a lempus." or "Every lempus is a zumpus."')
  const [, concept, individual, object] = match as unknown as [string, string | undefined, string | undefined, string]
  const subject = concept ?? individual!
  if (INDIVIDUAL.test(subject) !== (concept === undefined))
    return fault(
      'syntax',
      `expected "Every" before concepts and before no individual, got it otherwise at ${cut(subject)}`,
    )
  const from = symbols.indexOf(subject)
  const to = symbols.indexOf(object)
  if (from < 0 || to < 0)
    return fault('unknown-name', `${cut(from < 0 ? subject : object)} is not a name of the question`)
  return { ok: true, from, to }
}

function withoutStop(text: string): string {
  return text
    .trim()
    .replace(/\s*\.$/, '')
    .replace(/\s+/g, ' ')
}

function cut(name: string): string {
  return name.slice(0, MAX_SHOWN_CHARS)
}

function fault(reason: StatementFault, detail: string): ParsedStatement {
  return { ok: false, reason, detail }
}
