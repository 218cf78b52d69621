import type { Envelope } from '@espalier/core'
import { createLogDecoder, isProtocolError, type LogEnd } from '@espalier/protocol'
import { LogError } from './log-error.ts'
import { readLogLines } from './log-lines.ts'

export interface ReadEnvelope {
  /** Line in the file, from 1. */
  readonly line: number
  readonly envelope: Envelope
}

/**
 * Reads a log and yields its envelopes; returns its end. Checks all that `createLogDecoder` does, and throws a {@link LogError} that
 * names the file and the line of whatever is wrong.
 */
export async function* readLog(file: string): AsyncGenerator<ReadEnvelope, LogEnd, void> {
  const decoder = createLogDecoder()
  const decode = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      if (isProtocolError(error)) throw new LogError(file, error.line, error.message, { cause: error })
      throw error
    }
  }
  for await (const { line, text } of readLogLines(file)) {
    const envelope = decode(() => decoder.line(text))
    if (envelope !== null) yield { line, envelope }
  }
  return decode(() => decoder.end())
}
