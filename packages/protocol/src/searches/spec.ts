import * as z from 'zod'
import type { Json } from '@espalier/core'
import { jsonSchema } from '../json.ts'
import { traceLevelSchema, type TraceLevel } from '../trace/levels.ts'

/** What a search may spend, and when it is content. Absent: no limit of that kind. */
export interface Budget {
  /** Trials at most, 1 to 1,000,000. */
  readonly trials?: number
  /** No new trial once the tree has so many nodes, 1 to 10,000,000. */
  readonly nodes?: number
  /** No new trial once models wrote so many tokens, 1 to 1,000,000,000. */
  readonly tokens?: number
  /** Milliseconds of work at most, pauses left out; 1 to 86,400,000 (a day). */
  readonly timeMs?: number
  /** Stop at an answer with at least this value, 0 to 1. */
  readonly value?: number
}

export interface AlgorithmChoice {
  readonly name: string
  readonly options: Readonly<Record<string, number | string>>
}

/** A search as it is kept: every default filled in. */
export interface SearchSpec {
  /** Name of the search, in lists and in its log. */
  readonly name: string
  /** Id of the task. */
  readonly task: string
  /** The problem, as the task has it. */
  readonly problem: Json
  /** Id of the model. */
  readonly model: string
  readonly algorithm: AlgorithmChoice
  readonly budget: Budget
  /** Whole number in [0, 2^32). */
  readonly seed: number
  /** Trials in flight at once, 1 to 4,096. */
  readonly concurrency: number
}

/** What a search is created from: a {@link SearchSpec} whose defaults may be left to the reader. */
export interface SearchRequest {
  /** Default `search`. */
  readonly name?: string
  readonly task: string
  readonly problem: Json
  /** Default: the first that can work at the task. */
  readonly model?: string
  /** Default: `mcts` with its defaults. */
  readonly algorithm?: { readonly name: string; readonly options?: Readonly<Record<string, number | string>> }
  /** Default {@link DEFAULT_BUDGET}. */
  readonly budget?: Budget
  /** Default 0. */
  readonly seed?: number
  /** Default 1. */
  readonly concurrency?: number
  /** How much of the search its readers are shown; no part of what is run. Default, and most: what its host shows. */
  readonly trace?: TraceLevel
}

/** Ours: until an answer is as good as can be, 200 trials at most. */
export const DEFAULT_BUDGET: Budget = { trials: 200, value: 1 }

const id = z.string().min(1).max(60)
export const searchNameSchema = z.string().min(1).max(100)
export const seedSchema = z.int().min(0).max(0xffffffff)
const concurrency = z.int().min(1).max(4096)
const options = z.record(z.string().max(60), z.union([z.number(), z.string().max(60)])).readonly()

export const budgetSchema = z
  .strictObject({
    trials: z.int().min(1).max(1_000_000).exactOptional().describe('Trials at most.'),
    nodes: z.int().min(1).max(10_000_000).exactOptional().describe('No new trial once the tree has so many nodes.'),
    tokens: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .exactOptional()
      .describe('No new trial once models wrote so many tokens.'),
    timeMs: z.int().min(1).max(86_400_000).exactOptional().describe('Milliseconds of work at most, pauses left out.'),
    value: z.number().min(0).max(1).exactOptional().describe('Stop at an answer with at least this value.'),
  })
  .readonly()
  .meta({ id: 'Budget' })

export const searchSpecSchema = z
  .strictObject({
    name: searchNameSchema,
    task: id,
    problem: jsonSchema,
    model: id,
    algorithm: z.strictObject({ name: id, options }).readonly(),
    budget: budgetSchema,
    seed: seedSchema,
    concurrency,
  })
  .readonly()
  .meta({ id: 'SearchSpec' })

export const searchRequestSchema = z
  .strictObject({
    name: searchNameSchema.exactOptional().describe('Name of the search in lists and logs. Default: `search`.'),
    task: id.describe('One of GET /v1/tasks.'),
    problem: jsonSchema.describe('The problem, as the task has it.'),
    model: id.exactOptional().describe("One of GET /v1/models. Default: the task's first."),
    algorithm: z
      .strictObject({
        name: id.describe('One of GET /v1/algorithms.'),
        options: options.exactOptional().describe('Options of the algorithm, by name.'),
      })
      .readonly()
      .exactOptional()
      .describe('Default: mcts with its defaults.'),
    budget: budgetSchema.exactOptional().describe('When to stop. Default: 200 trials, or an answer of value 1.'),
    seed: seedSchema.exactOptional().describe('Same seed, problem, model and algorithm: same log. Default 0.'),
    concurrency: concurrency.exactOptional().describe('Trials in flight at once. Default 1.'),
    trace: traceLevelSchema
      .exactOptional()
      .describe('How much of the search its readers are shown. Default, and most: what the server shows.'),
  })
  .readonly()
  .meta({ id: 'SearchRequest' })
