import fc from 'fast-check'
import { EVENT_VERSION, type Json, type SearchEvent } from '@espalier/core'
import { STOP_REASONS } from '../src/events/event-schema.ts'

/** Every event there can be, whole by the schema; whether it may follow others is another matter. Keys stand as the engine puts them. */

const count = fc.nat(2 ** 31 - 1)
/** -0 is 0 in JSON. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)
const amount = fc.double({ min: 0, max: 1e12, noNaN: true }).map((x) => x + 0)
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\u2028', 'a\r\nb\n\nid: 3', '13 - 9 = 4 (left: 4 4 10)', '🌳'),
)
const mark = fc.constant(true as const)
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as Json)

const usage = fc.record(
  { calls: amount, promptTokens: amount, completionTokens: amount, costUsd: amount },
  { requiredKeys: ['calls', 'promptTokens', 'completionTokens'] },
)

const optional = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: readonly (keyof T)[]) =>
  fc.record(model, { requiredKeys: [...required] as never, noNullPrototype: true }).map((record) => {
    const ordered: Partial<Record<keyof T, unknown>> = {}
    for (const key of Object.keys(model) as (keyof T)[]) if (key in record) ordered[key] = (record as T)[key]
    return ordered as unknown as SearchEvent
  })

const seq = fc.constant(0)
const type = <T extends string>(name: T) => fc.constant(name)

const steerAction = fc.oneof(
  fc.record(
    { type: fc.constantFrom('focus', 'avoid', 're-root', 're-evaluate'), node: count },
    { noNullPrototype: true },
  ),
  fc.record({ type: fc.constantFrom('pause', 'resume', 'cancel') }, { noNullPrototype: true }),
  fc.record(
    { type: type('extend'), trials: amount, nodes: amount, tokens: amount, costUsd: amount, timeMs: amount },
    { requiredKeys: ['type'], noNullPrototype: true },
  ),
  fc.record(
    { type: type('insert'), node: count, child: count, label: text, prior: amount, terminal: mark, answer: mark },
    { requiredKeys: ['type', 'node', 'child', 'label', 'prior'], noNullPrototype: true },
  ),
  fc.record({ type: type('fork'), search: text, at: count, seed: count }, { noNullPrototype: true }),
)

export const anyEvent: fc.Arbitrary<SearchEvent> = fc.oneof(
  optional(
    {
      seq,
      type: type('search-start'),
      version: fc.integer({ min: 1, max: EVENT_VERSION }),
      search: text,
      seed: count,
      policy: fc.record({ name: text, params: json }, { noNullPrototype: true }),
      problem: json,
      label: text,
      terminal: mark,
      answer: mark,
    },
    ['seq', 'type', 'version', 'search', 'seed', 'policy', 'problem', 'label'],
  ),
  optional(
    {
      seq,
      type: type('trial-start'),
      trial: count,
      node: count,
      evaluate: fc.boolean(),
      want: count,
      generator: text,
      via: fc.array(count, { maxLength: 3 }),
    },
    ['seq', 'type', 'trial', 'node', 'evaluate', 'want'],
  ),
  optional(
    {
      seq,
      type: type('node-add'),
      trial: count,
      node: count,
      parent: count,
      prior: amount,
      label: text,
      source: text,
      terminal: mark,
      answer: mark,
      same: count,
      value: number,
    },
    ['seq', 'type', 'trial', 'node', 'parent', 'prior', 'label'],
  ),
  optional(
    {
      seq,
      type: type('trial-end'),
      trial: count,
      value: fc.option(number),
      exhausted: mark,
      backup: fc.array(number, { maxLength: 5 }),
      rejected: fc.array(fc.record({ label: text, reason: text }, { noNullPrototype: true }), { maxLength: 3 }),
      critique: text,
      error: fc.record({ code: text, message: text }, { noNullPrototype: true }),
      usage,
    },
    ['seq', 'type', 'trial', 'value'],
  ),
  optional(
    {
      seq,
      type: type('node-close'),
      node: count,
      cause: fc.constantFrom('terminal', 'exhausted', 'proven', 'pruned', 'failed'),
    },
    ['seq', 'type', 'node', 'cause'],
  ),
  optional({ seq, type: type('answer-change'), node: count, value: number }, ['seq', 'type', 'node', 'value']),
  optional(
    {
      seq,
      type: type('steer'),
      by: text,
      action: steerAction,
    },
    ['seq', 'type', 'by', 'action'],
  ),
  optional({ seq, type: type('search-end'), reason: fc.constantFrom(...STOP_REASONS), node: count, usage }, [
    'seq',
    'type',
    'reason',
    'node',
    'usage',
  ]),
)
