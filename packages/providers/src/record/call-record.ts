import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { ModelReply, ModelRequest, ProviderError } from '@espalier/token'

/** A call and what became of it, as one line of a file. */
export interface CallRecord {
  /** Of provider and request: see {@link callKey}. */
  readonly key: string
  /** The same call may be made again: which time this was, from 0. */
  readonly nth: number
  readonly provider: string
  readonly request: ModelRequest
  readonly outcome: RecordedOutcome
}

export type RecordedOutcome =
  { readonly reply: ModelReply } | { readonly error: Pick<ProviderError, 'code' | 'message' | 'status' | 'usage'> }

/** SHA-256 of who is asked and what, whatever the order of the fields. Hexadecimal. */
export function callKey(provider: string, request: ModelRequest): string {
  return sha256(canonical({ provider, request }))
}

/** The line of a record, with a digest of the rest so that damage is seen. */
export function recordLine(record: CallRecord): string {
  const { key, nth, provider, request, outcome } = record
  const text = JSON.stringify({ provider, request, outcome })
  return `${JSON.stringify({ key, nth, digest: digestOf(key, nth, text) }).slice(0, -1)},"call":${text}}\n`
}

const lineSchema = z.object({
  key: z.string(),
  nth: z.number().int().min(0),
  digest: z.string(),
  call: z.object({
    provider: z.string(),
    request: z.unknown(),
    outcome: z.union([z.object({ reply: z.unknown() }), z.object({ error: z.unknown() })]),
  }),
})

/** The record of a line; null for one that is damaged. */
export function parseRecordLine(line: string): CallRecord | null {
  try {
    const parsed = lineSchema.parse(JSON.parse(line))
    const { key, nth, digest, call } = parsed
    // Strings and numbers come out of JSON as they went in, and so does the order of fields.
    return digest === digestOf(key, nth, JSON.stringify(call)) ? ({ key, nth, ...call } as CallRecord) : null
  } catch {
    return null
  }
}

/** The key that a damaged line was of, as far as it can be read; null where it cannot. */
export const keyInLine = (line: string): string | null => /"key":"([0-9a-f]{64})"/.exec(line)?.[1] ?? null

const digestOf = (key: string, nth: number, call: string): string => sha256(`${key} ${nth} ${call}`).slice(0, 16)
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** JSON with the fields of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
