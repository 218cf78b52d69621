import { rankedSymbols } from './propose-steps.ts'
import type { ThoughtState } from './thought-state.ts'
import type { ThoughtTask } from './thought-task.ts'

/**
 * How well an answer stands, whatever its words look like:
 * - `verified`: the task's exact verifier proves it of the line, step by step;
 * - `consistent`: the thought before the answer reads as it, likeliest of all symbols, but the line proves nothing;
 * - `unverified`: neither.
 */
export const ANSWER_STANDINGS = ['verified', 'consistent', 'unverified'] as const
export type AnswerStanding = (typeof ANSWER_STANDINGS)[number]

/** What a line of thought comes to, in words. The statements are what its thoughts read as: not how the model came to them. */
export interface Conclusion {
  readonly answer: string
  readonly statements: readonly string[]
  readonly standing: AnswerStanding
}

/**
 * What a line comes to; null for one that ends at no goal, and so answers nothing. `readOut`: natural log-probabilities of the symbols at the
 * thought before the last symbol; null where nobody has them, and then nothing is `consistent`.
 */
export function concludeLine<Problem>(
  task: ThoughtTask<Problem, unknown>,
  { problem, line }: Pick<ThoughtState<Problem>, 'problem' | 'line'>,
  readOut: Float32Array | null,
): Conclusion | null {
  const [start, last] = [line[0]!, line.at(-1)!]
  if (line.length < 2 || !task.goals(problem).includes(last)) return null
  const statements = line.slice(1).map((to, i) => task.say(problem, line[i]!, to))
  const proven = task.prove(problem, line)
  if (proven !== null) return { answer: proven, statements, standing: 'verified' }
  const agrees = readOut !== null && rankedSymbols(readOut, task.symbols(problem))[0] === last
  return { answer: task.say(problem, start, last), statements, standing: agrees ? 'consistent' : 'unverified' }
}
