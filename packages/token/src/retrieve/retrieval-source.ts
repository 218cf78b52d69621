import type { KeptPassage } from './passage-filter.ts'

/** The `source` of a step that was written without a passage. */
export const CONTROL = 'control'
const RETRIEVED = 'retrieved '

/** What a step rests on, as its `source` keeps it: numbers to four digits. */
export type RetrievedPassage = Pick<KeptPassage, 'id' | 'score' | 'toQuestion' | 'toConcepts'>

/**
 * The `source` of a step that was written with a passage: `retrieved` and, as JSON, id, score and both likenesses. So the edge says what it rests on,
 * in the log and in every reader of it, and nothing else has to be kept.
 */
export function retrievalSource({ id, score, toQuestion, toConcepts }: RetrievedPassage): string {
  const short = (x: number | null): number | null => (x === null ? null : Number(x.toPrecision(4)))
  return RETRIEVED + JSON.stringify([id, short(score), short(toQuestion), short(toConcepts)])
}

/** Reads a `source`: the passage, null for a step of the control arm, undefined for a step that no such generator wrote. */
export function readRetrievalSource(source: string | undefined): RetrievedPassage | null | undefined {
  if (source === CONTROL) return null
  if (source === undefined || !source.startsWith(RETRIEVED)) return undefined
  try {
    const [id, score, toQuestion, toConcepts] = JSON.parse(source.slice(RETRIEVED.length)) as [
      string,
      number,
      number | null,
      number | null,
    ]
    return typeof id === 'string' && typeof score === 'number' ? { id, score, toQuestion, toConcepts } : undefined
  } catch {
    return undefined
  }
}
