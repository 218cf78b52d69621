import type { Envelope } from '@espalier/core'
import { ProtocolError } from '../protocol-error.ts'
import { createTextHash } from '../sha256.ts'
import type { LogEnd } from './log-lines.ts'
import { createLogHash } from './log-hash.ts'

/** Proves that the lines of a log are as they were written. Apart from reading them, because it costs more than that. */
export interface LogProof {
  /** Takes the next line and what `createLogLines` read in it. */
  line(text: string, envelope: Envelope | null): void
  /** Throws `INVALID_LOG` where the hashes are not those that the end states. */
  end(end: LogEnd): void
}

export function createLogProof(): LogProof {
  const hash = createLogHash()
  const checksum = createTextHash()
  let isFirst = true
  return {
    line: (text, envelope) => {
      // The trailer is not under its own checksum.
      if (envelope === null && !isFirst) return
      isFirst = false
      checksum.add(`${text}\n`)
      if (envelope !== null) hash.add(envelope.event)
    },
    end: ({ line, trailer }) => {
      const refuse = (fault: string): never => {
        throw new ProtocolError('INVALID_LOG', fault, line)
      }
      const found = hash.digest()
      if (trailer.hash !== found) refuse(`the end says hash ${trailer.hash}, the events have ${found}`)
      if (trailer.checksum !== checksum.digest())
        refuse('the lines before are not as they were written: their checksum differs')
    },
  }
}
