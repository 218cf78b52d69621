import { applyEvent, createFold, isSearchError, type Envelope, type Fold } from '@espalier/core'
import {
  ProtocolError,
  createLogDecoder,
  createLogEncoder,
  hashTree,
  type LogOutcome,
  type SearchOutcome,
  type SearchSpec,
} from '@espalier/protocol'

/** In browsers, workers and Node alike; declared here because this package loads no platform types. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string }

/** An ended search as a file, in the log format of the protocol. */
export function writeSearchFile(
  spec: SearchSpec,
  envelopes: readonly Envelope[],
  fold: Fold,
  outcome: SearchOutcome,
): Uint8Array {
  const encoder = createLogEncoder(spec)
  const lines = envelopes.map((envelope) => encoder.event(envelope))
  const { answer, value, path, reason, trials, failures, rejected, nodes, events, usage } = outcome
  const said: LogOutcome = {
    answer,
    value,
    path,
    reason,
    trials,
    failures,
    rejected,
    nodes,
    events,
    usage,
    treeHash: hashTree(fold.tree),
  }
  return new TextEncoder().encode(
    `${encoder.head}${lines.join('')}${encoder.end({ ...said, usage: { ...usage } }).text}`,
  )
}

export interface SearchFile {
  readonly envelopes: readonly Envelope[]
  readonly fold: Fold
  /** What the file says was asked for; null where it says nothing. */
  readonly spec: SearchSpec | null
}

/** The search in a file. Throws a ProtocolError (`INVALID_LOG`) for one that is not whole, not sound or not ended. */
export function readSearchFile(bytes: Uint8Array): SearchFile {
  const decoder = createLogDecoder()
  const envelopes: Envelope[] = []
  const fold = createFold()
  const lines = textOf(bytes).split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (const [index, line] of lines.entries()) {
    const envelope = decoder.line(line)
    if (envelope === null) continue
    envelopes.push(envelope)
    try {
      applyEvent(fold, envelope.event)
    } catch (error) {
      if (isSearchError(error)) throw new ProtocolError('INVALID_LOG', error.message, index + 1)
      throw error
    }
  }
  const { spec, line } = decoder.end()
  if (fold.end === null) throw new ProtocolError('INVALID_LOG', 'the search in it has not ended', line)
  return { envelopes, fold, spec }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ProtocolError('INVALID_LOG', 'not text in UTF-8')
  }
}
