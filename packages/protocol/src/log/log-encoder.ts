import type { Envelope, Json } from '@espalier/core'
import type { SearchSpec } from '../searches/spec.ts'
import { createTextHash } from '../sha256.ts'
import { LOG_FORMAT, LOG_VERSION, type LogHeader, type LogLine } from './log-format.ts'
import { createLogHash } from './log-hash.ts'

/** Writes a log as text, piece by piece: `head`, then each envelope, then the end. */
export interface LogEncoder {
  /** The first line, with its line feed. */
  readonly head: string
  /** The next line. Whether the events follow each other is the caller's to know. */
  event(envelope: Envelope): string
  /** The last line, and the hash of the events that it states. */
  end(outcome: Json): { readonly text: string; readonly hash: string }
}

/** `spec`: what was asked for, for readers that want to run it again. `salt`: of the seals of the search, for readers that hold it against one. */
export function createLogEncoder(spec?: SearchSpec, salt?: string): LogEncoder {
  const hash = createLogHash()
  const checksum = createTextHash()
  let events = 0

  function line(value: LogHeader | LogLine): string {
    const text = `${JSON.stringify(value)}\n`
    checksum.add(text)
    return text
  }

  return {
    head: line({
      format: LOG_FORMAT,
      version: LOG_VERSION,
      ...(spec === undefined ? {} : { spec }),
      ...(salt === undefined ? {} : { salt }),
    }),
    event: (envelope) => {
      hash.add(envelope.event)
      events++
      return line(envelope)
    },
    end: (outcome) => {
      const digest = hash.digest()
      return { text: line({ end: { events, hash: digest, checksum: checksum.digest(), outcome } }), hash: digest }
    },
  }
}
