import * as z from 'zod'
import { EVENT_VERSION, type Envelope, type SearchEvent, type Usage } from '@espalier/core'
import { jsonSchema } from '../json.ts'

/**
 * The eight events of core, for documents, generators and doors to the outside. Whether an event may follow what came before is the
 * fold's to judge (`applyEvent`). Parsing copies an event and puts its keys in another order, so whoever hashes a log keeps what came in.
 */

const count = z.int().min(0)
const amount = z.number().min(0)
const number = z.number()
const text = z.string()
const mark = z.literal(true).exactOptional()

export const usageSchema = z
  .strictObject({
    calls: amount.describe('Calls of a model.'),
    promptTokens: amount.describe('Tokens read.'),
    completionTokens: amount.describe('Tokens written.'),
    costUsd: amount.exactOptional().describe('Money, where prices are known.'),
  })
  .readonly() satisfies z.ZodType<Usage>

export const STOP_REASONS = [
  'trials',
  'nodes',
  'tokens',
  'cost',
  'time',
  'value',
  'proven',
  'settled',
  'answers',
  'failures',
  'exhausted',
  'aborted',
] as const

export const stopReasonSchema = z.enum(STOP_REASONS).describe('Why a search ended.')

export const steerActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['focus', 'avoid', 're-root', 're-evaluate']), node: count }).readonly(),
  z.strictObject({ type: z.enum(['pause', 'resume', 'cancel']) }).readonly(),
  z
    .strictObject({
      type: z.literal('extend'),
      trials: amount.exactOptional(),
      nodes: amount.exactOptional(),
      tokens: amount.exactOptional(),
      costUsd: amount.exactOptional(),
      timeMs: amount.exactOptional(),
    })
    .readonly(),
  z
    .strictObject({
      type: z.literal('insert'),
      node: count,
      child: count,
      label: text,
      prior: amount,
      terminal: mark,
      answer: mark,
    })
    .readonly(),
  z.strictObject({ type: z.literal('fork'), search: text, at: count, seed: count }).readonly(),
])

const searchStart = z
  .strictObject({
    seq: count,
    type: z.literal('search-start'),
    version: z.int().min(1).max(EVENT_VERSION),
    search: text,
    seed: count,
    policy: z.strictObject({ name: text, params: jsonSchema }).readonly(),
    problem: jsonSchema,
    label: text,
    terminal: mark,
    answer: mark,
  })
  .readonly()

const trialStart = z
  .strictObject({
    seq: count,
    type: z.literal('trial-start'),
    trial: count,
    node: count,
    evaluate: z.boolean(),
    want: count,
    generator: text.exactOptional(),
    via: z.array(count).readonly().exactOptional(),
  })
  .readonly()

const nodeAdd = z
  .strictObject({
    seq: count,
    type: z.literal('node-add'),
    trial: count,
    node: count,
    parent: count,
    prior: amount,
    label: text,
    source: text.exactOptional(),
    terminal: mark,
    answer: mark,
    same: count.exactOptional(),
    value: number.exactOptional(),
  })
  .readonly()

const trialEnd = z
  .strictObject({
    seq: count,
    type: z.literal('trial-end'),
    trial: count,
    value: number.nullable(),
    reward: number.exactOptional(),
    discount: z.number().min(-1).max(1).exactOptional(),
    backup: z.array(number).readonly().exactOptional(),
    exhausted: mark,
    rejected: z
      .array(z.strictObject({ label: text, reason: text }).readonly())
      .readonly()
      .exactOptional(),
    critique: text.exactOptional(),
    usage: usageSchema.exactOptional(),
    error: z.strictObject({ code: text, message: text }).readonly().exactOptional(),
  })
  .readonly()

const nodeClose = z
  .strictObject({
    seq: count,
    type: z.literal('node-close'),
    node: count,
    cause: z.enum(['terminal', 'exhausted', 'proven', 'pruned', 'failed']),
  })
  .readonly()

const answerChange = z
  .strictObject({ seq: count, type: z.literal('answer-change'), node: count, value: number })
  .readonly()

const steer = z.strictObject({ seq: count, type: z.literal('steer'), by: text, action: steerActionSchema }).readonly()

const searchEnd = z
  .strictObject({
    seq: count,
    type: z.literal('search-end'),
    reason: stopReasonSchema,
    node: count,
    usage: usageSchema,
  })
  .readonly()

/** Schemas of the events by type. */
export const EVENT_SCHEMAS = {
  'search-start': searchStart,
  'trial-start': trialStart,
  'node-add': nodeAdd,
  'trial-end': trialEnd,
  'node-close': nodeClose,
  'answer-change': answerChange,
  steer,
  'search-end': searchEnd,
} as const satisfies { readonly [T in SearchEvent['type']]: z.ZodType<Extract<SearchEvent, { readonly type: T }>> }

export const searchEventSchema = z
  .discriminatedUnion('type', [searchStart, trialStart, nodeAdd, trialEnd, nodeClose, answerChange, steer, searchEnd])
  .meta({ id: 'SearchEvent' })

export const envelopeSchema = z
  .strictObject({
    at: amount.describe("Milliseconds by the driver's clock."),
    event: searchEventSchema,
  })
  .readonly()
  .meta({ id: 'Envelope' }) satisfies z.ZodType<Envelope>
