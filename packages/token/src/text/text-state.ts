/** A line of reasoning in text: what was asked, and the steps so far. */
export interface TextState {
  readonly question: string
  readonly steps: readonly string[]
}

/** The text behind the last mark of an answer, up to the end of its line; null without one. Finds `Answer: 42`, `Final answer: 42`. */
export function markedAnswer(text: string): string | null {
  const found = [...text.matchAll(/\b(?:final )?answer:[ \t]*([^\n]+)/gi)].at(-1)?.[1]?.trim()
  return found === undefined || found === '' ? null : found
}
