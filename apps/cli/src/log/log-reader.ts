import type { Envelope, SearchEvent } from '@espalier/core'
import { eventFault } from './event-shape.ts'
import { createLogHash } from './log-hash.ts'
import { readLogLines } from './log-lines.ts'
import { LOG_FORMAT, LOG_VERSION, LogError, type LogTrailer } from './log-format.ts'

export interface ReadEnvelope {
  /** Line in the file, from 1. */
  readonly line: number
  readonly envelope: Envelope
}

export interface LogEnd {
  readonly line: number
  readonly trailer: LogTrailer
}

/**
 * Reads a log and yields its envelopes; returns its trailer. Checks the header, the shape of every event, the sequence numbers, and in
 * the end the count and the hash. Throws a {@link LogError} that names the file and the line of whatever is wrong. An envelope that was
 * yielded has not been checked against the hash yet: that takes the whole log.
 */
export async function* readLog(file: string): AsyncGenerator<ReadEnvelope, LogEnd, void> {
  const hash = createLogHash()
  let end: LogEnd | null = null
  let events = 0
  let last = 0
  for await (const { line, text } of readLogLines(file)) {
    const refuse = (fault: string): never => {
      throw new LogError(file, line, fault)
    }
    last = line
    const value = parseObject(text)
    if (line === 1) {
      checkHeader(value, refuse)
      continue
    }
    if (end !== null) refuse('text after the end of the log')
    if (value === null) return refuse('not a line of a log: expected a JSON object')
    if ('end' in value) {
      end = { line, trailer: readTrailer(value['end'], refuse) }
      continue
    }
    const envelope = readEnvelope(value, refuse)
    if (envelope.event.seq !== events) refuse(`event ${envelope.event.seq}: expected sequence number ${events}`)
    events++
    hash.add(envelope.event)
    yield { line, envelope }
  }
  if (last === 0) throw new LogError(file, null, 'an empty file, expected a log')
  if (end === null) throw new LogError(file, last, `the log is cut off: no end after ${events} events`)
  const { events: counted, hash: hashed } = end.trailer
  if (counted !== events) throw new LogError(file, end.line, `the end says ${counted} events, the log has ${events}`)
  const digest = hash.digest()
  if (hashed !== digest) throw new LogError(file, end.line, `the end says hash ${hashed}, the events have ${digest}`)
  return end
}

type Refuse = (fault: string) => never

function checkHeader(value: Record<string, unknown> | null, refuse: Refuse): void {
  if (value?.['format'] !== LOG_FORMAT) refuse(`not an Espalier log: expected {"format":"${LOG_FORMAT}","version":${LOG_VERSION}}`)
  const version = value!['version']
  if (version !== LOG_VERSION) refuse(`log version ${JSON.stringify(version)}: this reader knows version ${LOG_VERSION}`)
}

function readTrailer(end: unknown, refuse: Refuse): LogTrailer {
  const { events, hash, outcome } = (typeof end === 'object' && end !== null ? end : {}) as Partial<LogTrailer>
  const sound = Number.isSafeInteger(events) && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) && outcome !== undefined
  if (!sound) refuse('not the end of a log: expected events, a SHA-256 hash and an outcome')
  return end as LogTrailer
}

function readEnvelope(value: Record<string, unknown>, refuse: Refuse): Envelope {
  const { at, event } = value
  if (typeof at !== 'number' || !(at >= 0)) refuse(`at: got ${JSON.stringify(at)}, expected milliseconds of at least 0`)
  const fault = eventFault(event)
  if (fault !== null) refuse(fault)
  return { at: at as number, event: event as SearchEvent }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
