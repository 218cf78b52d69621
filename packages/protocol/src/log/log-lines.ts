import type { Envelope, SearchEvent } from '@espalier/core'
import { isJson } from '../json.ts'
import { ProtocolError } from '../protocol-error.ts'
import { searchSpecSchema, type SearchSpec } from '../searches/spec.ts'
import { isSalt } from '../trace/seal.ts'
import { LOG_FORMAT, LOG_VERSION, type LogTrailer } from './log-format.ts'

export interface LogEnd {
  /** Line of the trailer, from 1. */
  readonly line: number
  readonly trailer: LogTrailer
  /** What the header says was asked for; null where it says nothing. */
  readonly spec: SearchSpec | null
  /** What the header says that the seals of the search were made with; null where it says nothing. */
  readonly salt: string | null
}

/**
 * Reads a log line by line: the header, the sequence numbers, and in the end the count. Whether the lines are as they were written is
 * for `createLogProof` to say.
 */
export interface LogLines {
  /** Takes the next line, without its line feed; gives the envelope in it, null for header and trailer. Throws `INVALID_LOG`. */
  line(text: string): Envelope | null
  /** Takes note that no more lines come. Throws `INVALID_LOG` for a log that is not whole. */
  end(): LogEnd
}

export function createLogLines(): LogLines {
  let trailer: LogTrailer | null = null
  let head: LogHead = { spec: null, salt: null }
  let trailerLine = 0
  let events = 0
  let last = 0

  const refuse: Refuse = (fault) => {
    throw new ProtocolError('INVALID_LOG', fault, last)
  }

  return {
    line: (text) => {
      last++
      const value = parseObject(text)
      if (last === 1) head = readHeader(value, refuse)
      if (trailer !== null) refuse('text after the end of the log')
      if (value === null) return refuse('not a line of a log: expected a JSON object')
      if ('end' in value) {
        trailer = readTrailer(value['end'], refuse)
        trailerLine = last
        return null
      }
      if (last === 1) return null
      const envelope = readEnvelope(value, refuse)
      if (envelope.event.seq !== events) {
        refuse(`sequence number ${JSON.stringify(envelope.event.seq)}, expected ${events}`)
      }
      events++
      return envelope
    },
    end: () => {
      if (last === 0) throw new ProtocolError('INVALID_LOG', 'an empty file, expected a log')
      if (trailer === null) return refuse(`the log is cut off: no end after ${events} events`)
      if (trailer.events !== events) {
        const fault = `the end says ${trailer.events} events, the log has ${events}`
        throw new ProtocolError('INVALID_LOG', fault, trailerLine)
      }
      return { line: trailerLine, trailer, ...head }
    },
  }
}

const isSha256 = (text: unknown): boolean => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)

type Refuse = (fault: string) => never

type LogHead = Pick<LogEnd, 'spec' | 'salt'>

function readHeader(value: Record<string, unknown> | null, refuse: Refuse): LogHead {
  if (value?.['format'] !== LOG_FORMAT) {
    return refuse(`not an Espalier log: expected {"format":"${LOG_FORMAT}","version":${LOG_VERSION}}`)
  }
  const { version, spec, salt = null } = value
  if (version !== LOG_VERSION) {
    refuse(`log version ${JSON.stringify(version)}: this reader knows version ${LOG_VERSION}`)
  }
  if (salt !== null && !isSalt(salt)) return refuse('salt: expected 64 hexadecimal digits')
  if (spec === undefined) return { spec: null, salt }
  const parsed = searchSpecSchema.safeParse(spec)
  if (parsed.success) return { spec: parsed.data, salt }
  const issue = parsed.error.issues[0]!
  return refuse(`spec${issue.path.map((step) => `/${String(step)}`).join('')}: ${issue.message}`)
}

function readTrailer(end: unknown, refuse: Refuse): LogTrailer {
  const said = (typeof end === 'object' && end !== null ? end : {}) as Partial<LogTrailer>
  const sound = Number.isSafeInteger(said.events) && isSha256(said.hash) && isSha256(said.checksum)
  if (!sound || said.outcome === undefined) refuse('not the end of a log: expected events, hash, checksum and outcome')
  return end as LogTrailer
}

function readEnvelope(value: Record<string, unknown>, refuse: Refuse): Envelope {
  const { at, event } = value
  if (typeof at !== 'number' || !(at >= 0)) {
    return refuse(`at: got ${JSON.stringify(at)}, expected milliseconds of at least 0`)
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) refuse('event: expected an object')
  return { at, event: event as SearchEvent }
}

/** Null also for numbers that are none and for what is nested deeper than `MAX_JSON_DEPTH`: whoever hashes it would run out of stack. */
function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) && isJson(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
