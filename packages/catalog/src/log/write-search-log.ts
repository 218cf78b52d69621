import type { Envelope, Json } from '@espalier/core'
import { createLogEncoder, type LogOutcome, type SearchSpec } from '@espalier/protocol'

/**
 * The whole log of an ended search, line by line, each with its line feed. `spec`: what was asked for, where it is known; `envelopes`:
 * all of them, in order. A log that was read and
 * is written again keeps its hash. `salt`: of the seals of a sealed search.
 */
export function* writeSearchLog(
  spec: SearchSpec | undefined,
  envelopes: Iterable<Envelope>,
  outcome: LogOutcome,
  salt?: string,
): Generator<string, void, void> {
  const encoder = createLogEncoder(spec, salt)
  yield encoder.head
  for (const envelope of envelopes) yield encoder.event(envelope)
  yield encoder.end(outcome as unknown as Json).text
}
