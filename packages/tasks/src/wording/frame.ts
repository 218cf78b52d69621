/** The text that a model of this task goes on from, for each of its parts. What it writes ends with a line break. */
export const WORDING_FRAME = {
  /** Answers a prompt. */
  actor: (prompt: string): string => `${prompt} =>`,
  /** Judges an answer. */
  judge: (prompt: string, answer: string): string => `${prompt} => ${answer} Judge:`,
  /** After the critique: writes a better answer between `[[start]]` and `[[end]]`. */
  refine: 'Refine:',
} as const
