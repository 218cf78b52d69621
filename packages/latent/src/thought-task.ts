/**
 * A kind of problem that can be thought about in vectors: what its symbols mean, and when a line of thought is finished. The line's symbols
 * are what its thoughts were read as; the first is where every line starts. It sees the problem, never a gold answer.
 */
export interface ThoughtTask<Problem, Prompt> {
  readonly name: string
  /** The problem as the model reads it. */
  prompt(problem: Problem): Prompt
  /** Symbol that every line starts at. */
  start(problem: Problem): number
  /** Number of symbols that mean something in this problem: 0 to this, exclusive. Others are never proposed. */
  symbols(problem: Problem): number
  /** A symbol in one word, as its statements call it. */
  word(problem: Problem, symbol: number): string
  /** Symbols that may end a line. */
  goals(problem: Problem): readonly number[]
  /** A step from one symbol to the next, in words and on one line. Different steps from one symbol differ. */
  say(problem: Problem, from: number, to: number): string
  /** Reads what `say` wrote; null if it is no step from there. */
  read(problem: Problem, from: number, text: string): number | null
  /** The exact verifier of finished lines: the answer that the line proves, or null. */
  prove(problem: Problem, line: readonly number[]): string | null
  /** Steps after which an unfinished line is given up. At least 1. */
  maxSteps(problem: Problem): number
}
