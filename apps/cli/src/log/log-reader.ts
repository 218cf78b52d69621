import { createHash } from 'node:crypto'
import type { Envelope, SearchEvent } from '@espalier/core'
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
 * Reads a log and yields its envelopes; returns its trailer. Checks the header, the sequence numbers, and in the end the count and the
 * hash; throws a {@link LogError} that names the file and the line of whatever is wrong. Whether an event is whole and may follow the
 * others is the fold's to judge (`applyEvent`), and the hash is known to be right only at the end.
 */
export async function* readLog(file: string): AsyncGenerator<ReadEnvelope, LogEnd, void> {
  const hash = createLogHash()
  const checksum = createHash('sha256')
  let end: LogEnd | null = null
  let events = 0
  let last = 0
  for await (const { line, text } of readLogLines(file)) {
    const refuse = (fault: string): never => {
      throw new LogError(file, line, fault)
    }
    last = line
    const value = parseObject(text)
    if (line === 1) checkHeader(value, refuse)
    if (end !== null) refuse('text after the end of the log')
    if (value === null) return refuse('not a line of a log: expected a JSON object')
    if ('end' in value) {
      end = { line, trailer: readTrailer(value['end'], refuse) }
      continue
    }
    checksum.update(`${text}\n`)
    if (line === 1) continue
    const envelope = readEnvelope(value, refuse)
    if (envelope.event.seq !== events)
      refuse(`sequence number ${JSON.stringify(envelope.event.seq)}, expected ${events}`)
    events++
    hash.add(envelope.event)
    yield { line, envelope }
  }
  if (last === 0) throw new LogError(file, null, 'an empty file, expected a log')
  if (end === null) throw new LogError(file, last, `the log is cut off: no end after ${events} events`)
  const fault = trailerFault(end.trailer, { events, hash: hash.digest(), checksum: checksum.digest('hex') })
  if (fault !== null) throw new LogError(file, end.line, fault)
  return end
}

/** Where a trailer and what was read differ; null if they agree. */
function trailerFault(said: LogTrailer, found: Omit<LogTrailer, 'outcome'>): string | null {
  if (said.events !== found.events) return `the end says ${said.events} events, the log has ${found.events}`
  if (said.hash !== found.hash) return `the end says hash ${said.hash}, the events have ${found.hash}`
  return said.checksum === found.checksum
    ? null
    : 'the lines before are not as they were written: their checksum differs'
}

const isSha256 = (text: unknown): boolean => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)

type Refuse = (fault: string) => never

function checkHeader(value: Record<string, unknown> | null, refuse: Refuse): void {
  if (value?.['format'] !== LOG_FORMAT) {
    return refuse(`not an Espalier log: expected {"format":"${LOG_FORMAT}","version":${LOG_VERSION}}`)
  }
  const version = value['version']
  if (version !== LOG_VERSION)
    refuse(`log version ${JSON.stringify(version)}: this reader knows version ${LOG_VERSION}`)
}

function readTrailer(end: unknown, refuse: Refuse): LogTrailer {
  const said = (typeof end === 'object' && end !== null ? end : {}) as Partial<LogTrailer>
  const sound = Number.isSafeInteger(said.events) && isSha256(said.hash) && isSha256(said.checksum)
  if (!sound || said.outcome === undefined) refuse('not the end of a log: expected events, hash, checksum and outcome')
  return end as LogTrailer
}

function readEnvelope(value: Record<string, unknown>, refuse: Refuse): Envelope {
  const { at, event } = value
  if (typeof at !== 'number' || !(at >= 0))
    return refuse(`at: got ${JSON.stringify(at)}, expected milliseconds of at least 0`)
  if (typeof event !== 'object' || event === null || Array.isArray(event)) refuse('event: expected an object')
  return { at, event: event as SearchEvent }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
