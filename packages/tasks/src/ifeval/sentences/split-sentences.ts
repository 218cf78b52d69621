import { SPACE, stripEnd } from '../python/text.ts'
import { annotate } from './annotate.ts'
import { NO_WORD, punktWords } from './punkt-words.ts'

/** A character that may end a sentence: before punctuation, or before white space and a next token. */
const CANDIDATE = new RegExp(`[.?!](?=(?<after>[${NO_WORD}]|[${SPACE}]+(?<next>[^${SPACE}]+)))`, 'dgu')

/** Closing quotes and brackets at the start of what follows a sentence belong to the sentence. */
const CLOSING = new RegExp(`^["')\\]}]+?(?:[${SPACE}]+|(?=--)|(?![^\\n]))`, 'u')

const ASCII_SPACE = /[\t-\r ]/

interface Span {
  readonly start: number
  readonly end: number
}

interface Candidate {
  readonly end: number
  /** Where the next sentence begins if this one ends here. */
  readonly next: number
  /** From the word that the candidate ends to the token behind it. */
  readonly context: string
}

/**
 * The sentences of an English text by the Punkt algorithm (Kiss & Strunk 2006, "Unsupervised multilingual sentence boundary detection"), as
 * NLTK 3.8 runs it. Its tables of English are in `english.ts`.
 */
export function splitSentences(text: string): readonly string[] {
  return realigned(text, spans(text)).map(({ start, end }) => text.slice(start, end))
}

function spans(text: string): readonly Span[] {
  const result: Span[] = []
  let start = 0
  for (const { end, next, context } of candidates(text)) {
    if (!breaksInside(context)) continue
    result.push({ start, end })
    start = next
  }
  return [...result, { start, end: Math.max(start, stripEnd(text).length) }]
}

/** Whether a token before the last one ends a sentence. */
function breaksInside(context: string): boolean {
  return annotate(punktWords(context))
    .slice(0, -1)
    .some(({ breaks }) => breaks)
}

/** Of several in one word only the last is a candidate. */
function candidates(text: string): readonly Candidate[] {
  const found: Candidate[] = []
  let word: Span = { start: 0, end: 0 }
  let held: Candidate | null = null
  for (const match of text.matchAll(CANDIDATE)) {
    const at = match.index
    const space = lastSpace(text.slice(word.end, at))
    const start = space > 0 ? word.end + space + 1 : word.start
    if (held !== null && word.end <= start) found.push(held)
    word = { start, end: at }
    const next = match.indices?.groups?.['next']?.[0] ?? at + 1
    held = { end: at + 1, next, context: `${text.slice(start, at)}${match[0]}${match.groups?.['after'] ?? ''}` }
  }
  if (held !== null) found.push(held)
  return found
}

/** 0 where there is none, as in NLTK, which cannot tell that from white space at the start. */
function lastSpace(text: string): number {
  for (let i = text.length - 1; i > 0; i--) if (ASCII_SPACE.test(text[i]!)) return i
  return 0
}

function realigned(text: string, all: readonly Span[]): readonly Span[] {
  let moved = 0
  return all.flatMap(({ start, end }, i) => {
    const sentence = { start: start + moved, end }
    const following = all[i + 1]
    const closing = following === undefined ? null : CLOSING.exec(text.slice(following.start, following.end))
    moved = closing?.[0].length ?? 0
    if (closing !== null) return [{ start: sentence.start, end: following!.start + stripEnd(closing[0]).length }]
    return sentence.start < sentence.end ? [sentence] : []
  })
}
