/** A step before its program ran. */
export interface ProgramDraft {
  /** What the model wrote. */
  readonly text: string
  /** What stands in its fence; null where there is none. */
  readonly code: string | null
}

/** Where a model is stopped: what follows came out of a program, and no model may write it itself. */
export const OUTPUT_STOP = '\nOutput:'

const PROGRAM = /^([\s\S]*?)```[\w-]*[^\S\n]*\n([\s\S]*?)\n?```$/
/** A whole program step: text, a fence, and what came out. */
const STEP = /^([\s\S]*?```[\w-]*[^\S\n]*\n[\s\S]*?\n?```)\nOutput: /

/** Reads text with at most one program, which ends it. Null for a fence that is not closed, a second one, or words behind it. */
export function readProgram(text: string): ProgramDraft | null {
  const trimmed = text.trim()
  const fences = trimmed.split('```').length - 1
  if (fences === 0) return { text: trimmed, code: null }
  const [, , code] = PROGRAM.exec(trimmed) ?? []
  return fences === 2 && code !== undefined ? { text: trimmed, code } : null
}

export const withOutput = (text: string, output: string): string => `${text}\nOutput: ${output}`

/** What the model itself wrote of a step. */
export const withoutOutput = (step: string): string => STEP.exec(step)?.[1] ?? step
