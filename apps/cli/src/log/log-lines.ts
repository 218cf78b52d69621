import { createReadStream } from 'node:fs'
import { describeFileError } from '../cli-error.ts'
import { LogError } from './log-error.ts'

/** Longest line that is read: far above any event, far below what fills the memory. */
const MAX_LINE_CHARS = 16 * 1024 * 1024

export interface NumberedLine {
  /** From 1. */
  readonly line: number
  readonly text: string
}

/** The lines of a file, without their line feeds. Throws a {@link LogError} for a file that cannot be read or is no text in lines. */
export async function* readLogLines(file: string): AsyncGenerator<NumberedLine, void, void> {
  let rest = ''
  let line = 0
  const stream = createReadStream(file, { encoding: 'utf8' })
  try {
    for await (const chunk of stream) {
      rest += chunk as string
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        yield { line: ++line, text: rest.slice(0, end) }
        rest = rest.slice(end + 1)
      }
      if (rest.length > MAX_LINE_CHARS) {
        throw new LogError(file, line + 1, `line too long: expected at most ${MAX_LINE_CHARS} characters`)
      }
    }
  } catch (error) {
    if (error instanceof LogError) throw error
    throw new LogError(file, null, `cannot read the log: ${describeFileError(error)}`, { cause: error })
  } finally {
    stream.destroy()
  }
  if (rest !== '') yield { line: ++line, text: rest }
}
