import * as z from 'zod'
import type { NodeId, StopReason, Usage } from '@espalier/core'
import { stopReasonSchema, usageSchema } from '../events/event-schema.ts'
import { estimateSchema, type Estimate } from './estimate.ts'
import { traceInfoSchema, type TraceInfo } from '../trace/levels.ts'
import { budgetSchema, searchSpecSchema, type Budget, type SearchSpec } from './spec.ts'

/**
 * Where a search stands. `finished`: it has a `search-end`, whatever the reason (`aborted` if it was cancelled), and its best answer
 * so far is its result. `failed`: whoever ran it gave it up, and says why.
 */
export const SEARCH_STATUSES = ['queued', 'running', 'paused', 'finished', 'failed'] as const
export type SearchStatus = (typeof SEARCH_STATUSES)[number]

/** Why a search was given up, for people; the code is for programs. */
export interface SearchFailure {
  readonly code: string
  readonly message: string
}

/** Totals of a search so far, or in the end. */
export interface SearchTotals {
  /** Events of its log. */
  readonly events: number
  readonly nodes: number
  /** Trials handed out. */
  readonly trials: number
  readonly failures: number
  /** Proposals refused. */
  readonly rejected: number
  readonly usage: Usage
  /** What the best node so far holds; null without an answer. */
  readonly answer: string | null
  /** Value of that node; null where it has none. */
  readonly value: number | null
  /** Milliseconds of work, pauses left out. */
  readonly elapsedMs: number
}

/** A search, as lists and readers see it. */
export interface SearchInfo extends SearchTotals {
  readonly id: string
  readonly status: SearchStatus
  /** RFC 3339. */
  readonly createdAt: string
  /** The problem in one line. */
  readonly label: string
  readonly spec: SearchSpec
  /** With everything that the search was extended by. */
  readonly budget: Budget
  /** It came from a file and was never run here. */
  readonly imported: boolean
  /** The search whose first `at` events its log begins with; null for one that was not forked. */
  readonly forkedFrom: { readonly id: string; readonly at: number } | null
  /** Why it ended; null as long as it has not. */
  readonly reason: StopReason | null
  readonly failure: SearchFailure | null
  /** How much of it is shown. Absent: everything. */
  readonly trace?: TraceInfo
}

/** A page of a list, newest first. */
export interface SearchPage {
  readonly searches: readonly SearchInfo[]
  /** For the page after this; null on the last. */
  readonly nextCursor: string | null
}

/**
 * How well an answer stands. `verified`: the task's exact verifier proves it of the steps; `consistent`: what the model's last thought reads as
 * agrees with it, but the steps prove nothing; `unverified`: neither, or nobody can say; `refuted`: the verifier proves that it is wrong.
 */
export const ANSWER_STANDINGS = ['verified', 'consistent', 'unverified', 'refuted'] as const
export type AnswerStanding = (typeof ANSWER_STANDINGS)[number]

/** What a line of thought comes to, in words. The statements are what its thoughts read as, not how the model came to them. */
export interface Conclusion {
  readonly answer: string
  readonly statements: readonly string[]
  readonly standing: AnswerStanding
}

/** What an ended search came to. */
export interface SearchOutcome extends SearchTotals {
  /** The recommended node. */
  readonly node: NodeId
  /** The steps to it, in words. */
  readonly path: readonly string[]
  readonly reason: StopReason
}

/** The same as the result of a search is told. */
export interface SearchAccount extends SearchOutcome {
  /** Null where the recommended line answers nothing, and in tasks where a finished line is right or none. */
  readonly conclusion: Conclusion | null
}

/** What would be run. */
export interface Validation {
  readonly spec: SearchSpec
  readonly label: string
  /** What it would take. */
  readonly estimate: Estimate
}

const count = z.int().min(0)

/** 1 to 100 characters that need no escaping in a URL. */
export const searchIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/)

const totals = {
  events: count.describe('Events of its log.'),
  nodes: count,
  trials: count,
  failures: count,
  rejected: count.describe('Proposals refused.'),
  usage: usageSchema,
  answer: z.string().nullable().describe('What the best node so far holds.'),
  value: z.number().nullable().describe('Value of that node.'),
  elapsedMs: z.number().min(0).describe('Milliseconds of work, pauses left out.'),
}

export const searchStatusSchema = z.enum(SEARCH_STATUSES)

export const searchInfoSchema = z
  .object({
    id: searchIdSchema,
    status: searchStatusSchema,
    createdAt: z.iso.datetime().describe('RFC 3339.'),
    label: z.string().describe('The problem in one line.'),
    spec: searchSpecSchema,
    budget: budgetSchema.describe('With everything that the search was extended by.'),
    imported: z.boolean().describe('It came from a file and was never run here.'),
    forkedFrom: z
      .object({ id: searchIdSchema, at: count })
      .readonly()
      .nullable()
      .describe('The search whose first `at` events its log begins with.'),
    reason: stopReasonSchema.nullable(),
    failure: z.object({ code: z.string(), message: z.string() }).readonly().nullable(),
    trace: traceInfoSchema.exactOptional().describe('How much of it is shown. Absent: everything.'),
    ...totals,
  })
  .readonly()
  .meta({ id: 'Search' })

export const searchPageSchema = z
  .object({
    searches: z.array(searchInfoSchema).readonly(),
    nextCursor: z.string().nullable().describe('For the page after this; null on the last.'),
  })
  .readonly()
  .meta({ id: 'SearchPage' })

export const conclusionSchema = z
  .object({
    answer: z.string(),
    statements: z
      .array(z.string())
      .readonly()
      .describe('What the thoughts of the line read as, one a step; of code what each test says.'),
    standing: z
      .enum(ANSWER_STANDINGS)
      .describe(
        'verified: proven by the verifier of the task. consistent: the read-out agrees, the steps prove nothing. unverified: neither. refuted: proven wrong.',
      ),
  })
  .readonly()
  .meta({ id: 'Conclusion' })

export const searchAccountSchema = z
  .object({
    ...totals,
    node: count.describe('The recommended node.'),
    path: z.array(z.string()).readonly().describe('The steps to it, in words.'),
    reason: stopReasonSchema,
    conclusion: conclusionSchema
      .nullable()
      .describe(
        'Null where the recommended line answers nothing, and in tasks where a finished line is right or none.',
      ),
  })
  .readonly()
  .meta({ id: 'SearchAccount' })

export const validationSchema = z
  .object({ spec: searchSpecSchema, label: z.string(), estimate: estimateSchema })
  .readonly()
  .meta({ id: 'Validation' })
