const JUDGE = 'Judge:'

/**
 * The text that a model of this task goes on from, for each of its parts. What it writes ends with a line break, and the next part begins behind it: an
 * answer, its judgement and its refinement are lines of one text.
 */
export const WORDING_FRAME = {
  /** Answers a prompt. */
  actor: (prompt: string): string => `${prompt} =>`,
  /** Judges an answer. */
  judge: (prompt: string, answer: string): string => `${prompt} => ${answer}\n ${JUDGE}`,
  /** The line that the judge goes on from. */
  judgement: JUDGE,
  /** On a line of its own after the critique: writes a better answer between `[[start]]` and `[[end]]`. */
  refine: 'Refine:',
} as const
