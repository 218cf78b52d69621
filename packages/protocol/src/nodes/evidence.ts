import * as z from 'zod'
import type { Json, NodeId, SearchEvent, TrialDetail, TrialId } from '@espalier/core'
import { isJson, jsonSchema } from '../json.ts'

/** What a trial left to look at, at its place in the log. */
export interface KeptDetail extends TrialDetail {
  /** Sequence number of the event that ended the trial. */
  readonly seq: number
}

/** What one trial at a node left to look at: votes, ratings, scores, replies. */
export interface TrialEvidence {
  readonly trial: TrialId
  /** Sequence number of the event that ended the trial. */
  readonly seq: number
  readonly detail: Json
}

/** What the values and steps of a node rest on, as far as whatever judged and wrote them told. */
export interface NodeEvidence {
  readonly node: NodeId
  /** Events that it rests on. */
  readonly events: number
  /** In the order of the log; of trials that left nothing there is nothing. */
  readonly trials: readonly TrialEvidence[]
}

const count = z.int().min(0)

export const nodeEvidenceSchema = z
  .object({
    node: count,
    events: count.describe('Events that it rests on.'),
    trials: z
      .array(
        z
          .object({
            trial: count,
            seq: count.describe('Sequence number of the event that ended the trial.'),
            detail: jsonSchema.describe(
              'As the evaluator and the generator told it; `evaluation` and `generation` where both could.',
            ),
          })
          .readonly(),
      )
      .readonly()
      .describe('In the order of the log; of trials that left nothing there is nothing.'),
  })
  .readonly()
  .meta({ id: 'Evidence' })

export function nodeEvidence(node: NodeId, events: number, details: readonly KeptDetail[]): NodeEvidence {
  const trials = details.map(({ trial, seq, detail }) => ({ trial, seq, detail }))
  return { node, events, trials }
}

/** Characters of JSON that are kept of one detail. Five votes of 1,024 tokens in three rounds are below 100,000. */
const MOST_DETAIL_CHARS = 400_000

/** Brings details to the events that they belong to: a driver tells a detail before the event that ends its trial. */
export interface DetailPairing {
  told(detail: TrialDetail): void
  /** The detail of the trial that an event ends; null where there is none. */
  of(event: SearchEvent): KeptDetail | null
}

/** What is no JSON, or too long, is kept as what is wrong with it: what judged may have told anything. */
export function pairDetails(): DetailPairing {
  const waiting = new Map<TrialId, TrialDetail>()
  return {
    told: (detail) => void waiting.set(detail.trial, detail),
    of: (event) => {
      if (event.type !== 'trial-end') return null
      const found = waiting.get(event.trial)
      if (found === undefined) return null
      waiting.delete(event.trial)
      return { seq: event.seq, trial: found.trial, node: found.node, detail: keepable(found.detail) }
    },
  }
}

function keepable(detail: unknown): Json {
  if (!isJson(detail)) return { type: 'not-kept', reason: 'not-json' }
  const chars = JSON.stringify(detail).length
  return chars <= MOST_DETAIL_CHARS ? detail : { type: 'not-kept', reason: 'too-long', chars }
}
