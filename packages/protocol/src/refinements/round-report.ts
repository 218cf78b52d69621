import * as z from 'zod'
import { usageSchema } from '../events/event-schema.ts'

const count = z.int().min(0)

/** A share, or a difference of shares, with its 95 % interval. */
export const shareSchema = z
  .object({
    n: count.describe('How many it is over.'),
    value: z.number().min(-1).max(1),
    low: z.number().min(-1).max(1),
    high: z.number().min(-1).max(1),
  })
  .readonly()
  .meta({ id: 'Share' })
export type Share = z.infer<typeof shareSchema>

/** Why a prompt goes no further, as self-play has it. */
export const dropReasonSchema = z.enum([
  'no-response',
  'undecided',
  'no-negative',
  'no-refinement',
  'actor-failed',
  'judge-failed',
  'refiner-failed',
])
export type DropReason = z.infer<typeof dropReasonSchema>

const honestySchema = z
  .object({
    rated: shareSchema.describe('Share that the judge says are good.'),
    verified: shareSchema.describe('Share that are, by a program.'),
    overRating: shareSchema.describe('The first less the second.'),
    agreement: shareSchema.describe('Share on which both agree.'),
  })
  .readonly()
  .meta({ id: 'Honesty' })

export const roundReportSchema = z
  .object({
    round: z.int().min(1),
    prompts: count,
    dropped: z.partialRecord(dropReasonSchema, count).readonly().describe('Prompts that went no further, by reason.'),
    answers: count,
    undecided: count.describe('Answers that no vote decided on.'),
    unreadVotes: shareSchema.nullable().describe('Share of all votes on answers that could not be read.'),
    searches: count,
    solved: shareSchema.nullable().describe('Share of the searches that ended above the gate.'),
    nodes: z
      .object({ mean: z.number(), median: z.number(), min: z.number(), max: z.number() })
      .readonly()
      .nullable()
      .describe('Nodes of a search, its root among them.'),
    searchUsage: usageSchema,
    pairs: count,
    examples: count,
    answersHonesty: honestySchema.nullable().describe('Null where no program checked.'),
    refinementsHonesty: honestySchema.nullable(),
  })
  .readonly()
  .meta({ id: 'RoundReport' })
export type RoundReport = z.infer<typeof roundReportSchema>
