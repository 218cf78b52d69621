import * as z from 'zod'
import { roundReportSchema } from './round-report.ts'

const ID_PREFIX = 'refi_'

/** `refi_` and 26 digits in base 32; they sort by when runs were created. */
export const refinementIdSchema = z.string().regex(/^refi_[0-9a-v]{26}$/)

const sampling = {
  temperature: z.number().min(0).max(100).exactOptional(),
  topP: z.number().gt(0).max(1).exactOptional(),
  maxTokens: z.int().min(1).max(100_000).exactOptional(),
}
const settingsSchema = z.strictObject({
  sample: z.strictObject({ n: z.int().min(1).max(64).exactOptional(), ...sampling }).exactOptional(),
  judge: z
    .strictObject({
      n: z.int().min(1).max(64).exactOptional(),
      tries: z.int().min(1).max(10).exactOptional(),
      ...sampling,
    })
    .exactOptional(),
  refine: z
    .strictObject({
      algorithm: z.string().max(60).exactOptional().describe('bfs, dfs or an algorithm of the catalog. Default: bfs.'),
      branch: z.int().min(1).max(64).exactOptional(),
      frontier: z.int().min(1).max(64).exactOptional(),
      maxDepth: z.int().min(1).max(64).exactOptional(),
      maxRefinements: z.int().min(1).max(1000).exactOptional(),
      gate: z.number().min(0).lt(1).exactOptional(),
      tries: z.int().min(1).max(100).exactOptional(),
      ...sampling,
    })
    .exactOptional(),
})

/** A run of self-play refinement that a client asks for. Numbers that are left out are SPaR's. */
export const refinementRequestSchema = z
  .strictObject({
    prompts: z
      .array(z.strictObject({ id: z.string().min(1).max(100).exactOptional(), prompt: z.string().min(1).max(8192) }))
      .min(1)
      .max(1000)
      .readonly(),
    roles: z
      .strictObject({ actor: z.string(), judge: z.string(), refiner: z.string().exactOptional() })
      .describe('Models by the names that the server has for them. Default of the refiner: the judge.'),
    seed: z.int().min(0).max(0x7fffffff).exactOptional().describe('Default: 0.'),
    slots: z.int().min(1).max(256).exactOptional().describe('Calls in flight at once. Default: 32.'),
    settings: settingsSchema.exactOptional(),
    budget: z
      .strictObject({
        calls: z.int().min(1).exactOptional(),
        tokens: z.int().min(1).exactOptional(),
        costUsd: z.number().min(0).exactOptional(),
      })
      .exactOptional(),
  })
  .meta({ id: 'RefinementRequest' })
export type RefinementRequest = z.infer<typeof refinementRequestSchema>

const STATUSES = ['running', 'done', 'budget', 'aborted', 'failed'] as const

const spentSchema = z.object({
  calls: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  costUsd: z.number().exactOptional(),
})

export const refinementInfoSchema = z
  .object({
    id: refinementIdSchema,
    createdAt: z.int().describe('Milliseconds since 1970.'),
    status: z.enum(STATUSES),
    reason: z.string().nullable().describe('Why it was halted or failed.'),
    prompts: z.int(),
    events: z.int().describe('Events so far.'),
    spent: spentSchema.nullable().describe('Of all that was played; null while it runs.'),
    rounds: z.array(roundReportSchema).readonly().describe('Report of each round that was played to its end.'),
  })
  .readonly()
  .meta({ id: 'Refinement' })
export type RefinementInfo = z.infer<typeof refinementInfoSchema>

export const refinementListSchema = z.object({ refinements: z.array(refinementInfoSchema).readonly() }).readonly()

/** An id of a run from one of a search: the same digits. */
export const refinementIdOf = (searchId: string): string => ID_PREFIX + searchId.slice(searchId.indexOf('_') + 1)
