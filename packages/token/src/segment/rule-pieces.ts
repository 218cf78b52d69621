/** Where a rule ends a step: at line ends, at empty lines, at a mark, or at the end of sentences. */
export type SegmentRule = 'lines' | 'paragraphs' | 'sentences' | { readonly mark: string }

/**
 * A full stop, question or exclamation mark with what closes behind it, white space, and something that may begin a sentence: no small letter.
 * A rule of form: "e.g. Bach" and "No. 4" are cut as well, a sentence that begins with a small letter is not.
 */
const SENTENCE_END = /(?<!\b\p{Lu})[.!?…]+["')\]»”’]*\s+(?=[^\p{Ll}\s])/gu
const ENDS = { lines: /\n+/g, paragraphs: /\n[^\S\n]*\n\s*/g, sentences: SENTENCE_END } as const

/** The pieces of a text: together they are the text, each with the end mark and the space behind it. None is empty; none of an empty text. */
export function rulePieces(text: string, rule: SegmentRule): readonly string[] {
  const ends = typeof rule === 'string' ? [...text.matchAll(ENDS[rule])].map(endOf) : marksIn(text, rule.mark)
  return piecesAt(text, ends)
}

/** A text cut before these characters. Places that are not inside the text, or come twice, cut nothing. */
export function piecesAt(text: string, starts: readonly number[]): readonly string[] {
  const cuts = [...new Set(starts)].filter((at) => at > 0 && at < text.length).toSorted((a, b) => a - b)
  return text === '' ? [] : [0, ...cuts].map((at, i) => text.slice(at, cuts[i]))
}

const endOf = (match: RegExpExecArray): number => match.index + match[0].length

function marksIn(text: string, mark: string): readonly number[] {
  if (mark === '') return []
  const ends: number[] = []
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) ends.push(at + mark.length)
  return ends
}
