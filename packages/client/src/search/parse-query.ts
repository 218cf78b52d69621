import {
  QUERY_NUMBERS,
  QUERY_STATUSES,
  type Comparison,
  type NodeQuery,
  type QueryNumber,
  type QueryStatus,
  type QueryTerm,
} from './node-query.ts'

/** What is wrong with a query, for people, and which characters it is about. */
export interface QueryFault {
  readonly message: string
  readonly from: number
  readonly to: number
}

export type ParsedQuery =
  { readonly ok: true; readonly query: NodeQuery } | { readonly ok: false; readonly fault: QueryFault }

/** A word, or text in quotation marks, either behind a minus. */
const WORD = /-?"(?:[^"\\]|\\.)*"?|\S+/g
const NUMBER = /^([a-z]+)(<=|>=|<|>|=)(.*)$/i
const STATUS = /^(?:status|is):(.*)$/i

/**
 * Reads a query: words and `"quoted text"` for labels; `q>0.8 n>=50 depth<6` for numbers; `status:closed` for states; a `-` before any of
 * them for the contrary. All of them must hold. A comparison of something that is no number of a node is a fault; so that text with such
 * signs can be searched for, it goes in quotation marks.
 */
export function parseQuery(text: string): ParsedQuery {
  const terms: QueryTerm[] = []
  for (const match of text.matchAll(WORD)) {
    const [word] = match
    const not = word.length > 1 && word.startsWith('-') && !/^-[\d.]/.test(word)
    const term = termOf(not ? word.slice(1) : word, not)
    if (typeof term === 'string') {
      return { ok: false, fault: { message: term, from: match.index, to: match.index + word.length } }
    }
    if (term !== null) terms.push(term)
  }
  return { ok: true, query: { terms } }
}

/** The term that a word is; null for one that asks for nothing; text that says what is wrong. */
function termOf(word: string, not: boolean): QueryTerm | string | null {
  if (word.startsWith('"')) {
    const quoted = word.length > 1 && word.endsWith('"') ? word.slice(1, -1) : word.slice(1)
    const text = quoted.replaceAll(/\\(.)/g, '$1').toLowerCase()
    return text === '' ? null : { type: 'text', text, not }
  }
  const status = STATUS.exec(word)?.[1]?.toLowerCase()
  if (status !== undefined) {
    if (isStatus(status)) return { type: 'status', status, not }
    return `status: got ${JSON.stringify(status)}, expected one of ${QUERY_STATUSES.join(', ')}`
  }
  const [, name, comparison, number] = NUMBER.exec(word) ?? []
  if (name === undefined) return { type: 'text', text: word.toLowerCase(), not }
  const field = name.toLowerCase()
  if (!isNumberField(field)) {
    return `${name}: expected one of ${QUERY_NUMBERS.join(', ')}; text goes in quotation marks`
  }
  const value = Number(number)
  if (number === '' || Number.isNaN(value)) return `${name}: got ${JSON.stringify(number)}, expected a number`
  return { type: 'number', field, comparison: comparison as Comparison, value, not }
}

const isStatus = (word: string): word is QueryStatus => (QUERY_STATUSES as readonly string[]).includes(word)
const isNumberField = (word: string): word is QueryNumber => (QUERY_NUMBERS as readonly string[]).includes(word)
