import type { Envelope } from '@espalier/core'
import { createLogLines, type LogEnd } from './log-lines.ts'
import { createLogProof } from './log-proof.ts'

/**
 * Reads a log line by line and proves it. Checks the header, the sequence numbers, and in the end the count and the hashes. Whether an
 * event is whole and may follow the others is the fold's to judge (`applyEvent`), and the hash is known to be right only at the end.
 */
export interface LogDecoder {
  /** Takes the next line, without its line feed; gives the envelope in it, null for header and trailer. Throws `INVALID_LOG`. */
  line(text: string): Envelope | null
  /** Takes note that no more lines come. Throws `INVALID_LOG` for a log that is not whole or not as it was written. */
  end(): LogEnd
}

export function createLogDecoder(): LogDecoder {
  const lines = createLogLines()
  const proof = createLogProof()
  return {
    line: (text) => {
      const envelope = lines.line(text)
      proof.line(text, envelope)
      return envelope
    },
    end: () => {
      const end = lines.end()
      proof.end(end)
      return end
    },
  }
}
