import type { Envelope, SearchEvent, TrialEndEvent, TrialStartEvent, Usage } from '@espalier/core'
import { ProtocolError } from '../protocol-error.ts'

/**
 * Many envelopes in a row as one line of JSON: `[first seq, at, row, row, at, row, ...]`. A bare number is the clock reading of the rows
 * after it. The four frequent events are arrays, any other event stands as it is:
 *
 *   [0, trial, node, evaluate 0|1, want, generator?]                 trial-start
 *   [1, trial, node, parent, prior, label, marks?, source?, value?]  node-add; marks: 1 terminal, 2 answer; 0 for no source
 *   [2, trial, value, exhausted 0|1?, usage?, rest?]                 trial-end; usage: [calls, prompt, completion, cost?] or 0;
 *                                                                    rest: backup, rejected, critique, error
 *   [3, node, cause]                                                 node-close
 *
 * Defaults at the end of a row are left out. What comes out is what went in, the order of keys included, so that a log that went over the
 * network hashes as before; an event whose keys stand in another order than the engine's goes as it is.
 */

const CAUSES = ['terminal', 'exhausted', 'pruned', 'failed', 'proven'] as const
const TERMINAL = 1
const ANSWER = 2

const KEYS: Readonly<Partial<Record<SearchEvent['type'], readonly string[]>>> = {
  'trial-start': ['seq', 'type', 'trial', 'node', 'evaluate', 'want', 'generator'],
  'node-add': ['seq', 'type', 'trial', 'node', 'parent', 'prior', 'label', 'source', 'terminal', 'answer', 'value'],
  'trial-end': ['seq', 'type', 'trial', 'value', 'exhausted', 'backup', 'rejected', 'critique', 'error', 'usage'],
  'node-close': ['seq', 'type', 'node', 'cause'],
}
const REST = ['backup', 'rejected', 'critique', 'error'] as const
const USAGE = ['calls', 'promptTokens', 'completionTokens', 'costUsd']

/** One line of JSON. Throws `INVALID_BATCH` for no envelopes, or sequence numbers with a gap. */
export function encodeBatch(envelopes: readonly Envelope[]): string {
  const first = envelopes[0]
  if (first === undefined) throw new ProtocolError('INVALID_BATCH', 'batch: got no envelopes, expected at least one')
  const items: unknown[] = [first.event.seq]
  let at: number | null = null
  let seq = first.event.seq
  for (const envelope of envelopes) {
    const { event } = envelope
    if (event.seq !== seq++) {
      throw new ProtocolError('INVALID_BATCH', `batch: got sequence number ${event.seq}, expected ${seq - 1}`)
    }
    if (envelope.at !== at) {
      at = envelope.at
      items.push(at)
    }
    items.push(rowOf(event))
  }
  return JSON.stringify(items)
}

/** The envelopes of a line that {@link encodeBatch} wrote. Throws `INVALID_BATCH` for anything else. */
export function decodeBatch(text: string): Envelope[] {
  let items: unknown
  try {
    items = JSON.parse(text)
  } catch {
    throw invalid('not JSON', text)
  }
  if (!Array.isArray(items) || items.length < 3) throw invalid('expected [first, at, row, ...]', text)
  let seq: unknown = items[0]
  if (!Number.isSafeInteger(seq) || (seq as number) < 0) throw invalid('expected a sequence number first', text)
  let at: number | null = null
  const envelopes: Envelope[] = []
  for (let i = 1; i < items.length; i++) {
    const item: unknown = items[i]
    if (typeof item === 'number' && item >= 0) {
      at = item
      continue
    }
    const event = Array.isArray(item) ? eventOf(seq as number, item) : wholeEvent(seq as number, item)
    if (event === null || at === null) throw invalid(`item ${i} is no event`, text)
    envelopes.push({ at, event })
    seq = (seq as number) + 1
  }
  if (envelopes.length === 0) throw invalid('no events', text)
  return envelopes
}

function invalid(fault: string, text: string): ProtocolError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return new ProtocolError('INVALID_BATCH', `batch: ${fault}, got ${JSON.stringify(shown)}`)
}

function rowOf(event: SearchEvent): unknown {
  const keys = KEYS[event.type]
  if (keys === undefined || !inOrder(event, keys)) return event
  switch (event.type) {
    case 'trial-start':
      return trialStartRow(event)
    case 'node-add': {
      const { trial, node, parent, prior, label, source = 0, value } = event
      const marks = (event.terminal === true ? TERMINAL : 0) | (event.answer === true ? ANSWER : 0)
      if (value !== undefined) return [1, trial, node, parent, prior, label, marks, source, value]
      if (source !== 0) return [1, trial, node, parent, prior, label, marks, source]
      return marks === 0 ? [1, trial, node, parent, prior, label] : [1, trial, node, parent, prior, label, marks]
    }
    case 'trial-end':
      return trialEndRow(event)
    case 'node-close':
      return [3, event.node, CAUSES.indexOf(event.cause)]
    default:
      return event
  }
}

function trialStartRow({ trial, node, evaluate, want, generator }: TrialStartEvent): unknown {
  const row = [0, trial, node, evaluate ? 1 : 0, want]
  return generator === undefined ? row : [...row, generator]
}

function trialEndRow(event: TrialEndEvent): unknown {
  const { trial, value, usage } = event
  const exhausted = event.exhausted === true ? 1 : 0
  if (usage !== undefined && !inOrder(usage, USAGE)) return event
  const spent = usage === undefined ? 0 : usageRow(usage)
  const rest: Record<string, unknown> = {}
  for (const key of REST) if (event[key] !== undefined) rest[key] = event[key]
  for (const _ in rest) return [2, trial, value, exhausted, spent, rest]
  if (spent !== 0) return [2, trial, value, exhausted, spent]
  return exhausted === 0 ? [2, trial, value] : [2, trial, value, exhausted]
}

function usageRow({ calls, promptTokens, completionTokens, costUsd }: Usage): readonly number[] {
  return costUsd === undefined
    ? [calls, promptTokens, completionTokens]
    : [calls, promptTokens, completionTokens, costUsd]
}

/** Whether an object has no other keys than these, in this order. */
function inOrder(object: object, keys: readonly string[]): boolean {
  let at = -1
  for (const key in object) {
    const place = keys.indexOf(key, at + 1)
    if (place < 0) return false
    at = place
  }
  return true
}

/** An event that stands in a batch as it is. */
function wholeEvent(seq: number, item: unknown): SearchEvent | null {
  if (typeof item !== 'object' || item === null) return null
  const { seq: own, type } = item as { readonly seq?: unknown; readonly type?: unknown }
  return own === seq && typeof type === 'string' ? (item as SearchEvent) : null
}

/** Whether numbers and texts are in range is the fold's to judge; here the shape of the row is. */
function eventOf(seq: number, row: readonly unknown[]): SearchEvent | null {
  const [kind, a, b, c, d, e, f = 0, g = 0, h] = row
  switch (kind) {
    case 0:
      if (row.length < 5 || row.length > 6 || (c !== 0 && c !== 1)) return null
      return {
        seq,
        type: 'trial-start',
        trial: a as number,
        node: b as number,
        evaluate: c === 1,
        want: d as number,
        ...(e === undefined ? {} : { generator: e as string }),
      }
    case 1:
      if (row.length < 6 || row.length > 9 || typeof f !== 'number') return null
      return {
        seq,
        type: 'node-add',
        trial: a as number,
        node: b as number,
        parent: c as number,
        prior: d as number,
        label: e as string,
        ...(g === 0 ? {} : { source: g as string }),
        ...((f & TERMINAL) === 0 ? {} : { terminal: true }),
        ...((f & ANSWER) === 0 ? {} : { answer: true }),
        ...(h === undefined ? {} : { value: h as number }),
      }
    case 2: {
      const usage = d === undefined || d === 0 ? undefined : usageOf(d)
      const rest = e ?? {}
      if (row.length < 3 || row.length > 6 || usage === null) return null
      if (typeof rest !== 'object' || !inOrder(rest, REST)) return null
      return {
        seq,
        type: 'trial-end',
        trial: a as number,
        value: b as number | null,
        ...(c === 1 ? { exhausted: true } : {}),
        ...(rest as Pick<TrialEndEvent, (typeof REST)[number]>),
        ...(usage === undefined ? {} : { usage }),
      }
    }
    case 3: {
      const cause = CAUSES[b as number]
      return row.length !== 3 || cause === undefined ? null : { seq, type: 'node-close', node: a as number, cause }
    }
    default:
      return null
  }
}

function usageOf(row: unknown): Usage | null {
  if (!Array.isArray(row) || row.length < 3 || row.length > 4) return null
  const [calls, promptTokens, completionTokens, costUsd] = row as readonly number[] as [number, number, number, number?]
  return { calls, promptTokens, completionTokens, ...(costUsd === undefined ? {} : { costUsd }) }
}
