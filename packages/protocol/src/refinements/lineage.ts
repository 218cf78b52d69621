import * as z from 'zod'
import { stopReasonSchema, usageSchema } from '../events/event-schema.ts'
import { LINEAGE_FORMAT, LINEAGE_VERSION } from './lineage-format.ts'
import { dropReasonSchema, roundReportSchema, shareSchema } from './round-report.ts'

const count = z.int().min(0)
const value = z.number().min(0).max(1)

const ballotSchema = z
  .object({
    call: z.string().describe('Key of the call in the record of the run.'),
    verdicts: z
      .array(z.enum(['yes', 'no']).nullable())
      .readonly()
      .describe('Null: a vote that could not be read, or never came.'),
  })
  .readonly()
  .meta({ id: 'Ballot' })
export type Ballot = z.infer<typeof ballotSchema>

const answerSchema = z
  .object({
    response: z.string(),
    value: value.nullable().describe('Share of the votes that say Yes; null where nothing was decided.'),
    follows: z.boolean().nullable().describe('What the majority says.'),
    undecided: z.enum(['tied', 'unread']).nullable(),
    critique: z.string().nullable(),
    ballots: z.array(ballotSchema).readonly().describe('Every round of votes; the last one decided, if any did.'),
  })
  .readonly()
  .meta({ id: 'AnswerLineage' })
export type AnswerLineage = z.infer<typeof answerSchema>

const nodeSchema = z
  .object({
    node: count,
    parent: count.nullable().describe('Null of the failed answer.'),
    depth: count,
    response: z.string(),
    reply: z.string().nullable().describe('The refiner’s whole reply; null of the failed answer.'),
    critique: z.string(),
    value,
    ballots: z.array(ballotSchema).readonly(),
  })
  .readonly()
  .meta({ id: 'RefinementNode' })
export type RefinementNode = z.infer<typeof nodeSchema>

const treeSchema = z
  .object({
    search: z.string(),
    reason: stopReasonSchema,
    nodes: z
      .array(nodeSchema)
      .min(1)
      .readonly()
      .describe('The failed answer first, every other one behind its parent.'),
    final: count.describe('The best node; 0 where no refinement is better than the failed answer.'),
    value,
    lost: z.object({ unwritten: count, tied: count, unread: count }).readonly(),
    usage: usageSchema,
  })
  .readonly()
  .superRefine(({ nodes, final }, context) => {
    // Whoever draws the tree goes from node to parent: in a file from elsewhere that must come to an end.
    const depths = new Map<number, number>()
    for (const [i, { node, parent, depth }] of nodes.entries()) {
      const fault = (message: string): void => context.addIssue({ code: 'custom', message, path: ['nodes', i] })
      if (depths.has(node)) return fault(`node ${node} twice`)
      if ((parent === null) !== (i === 0)) return fault('the first node has no parent, every other one has')
      const above = parent === null ? -1 : depths.get(parent)
      if (above === undefined) return fault(`its parent ${parent} is not before it`)
      if (depth !== above + 1) return fault(`depth ${depth}, expected ${above + 1}`)
      depths.set(node, depth)
    }
    if (!depths.has(final)) context.addIssue({ code: 'custom', message: `no node ${final}`, path: ['final'] })
  })
  .meta({ id: 'RefinementTree' })
export type RefinementTree = z.infer<typeof treeSchema>

const promptSchema = z
  .object({
    round: z.int().min(1),
    id: z.string(),
    prompt: z.string(),
    answers: z.array(answerSchema).readonly(),
    refined: count.nullable().describe('Index of the answer that was refined.'),
    tree: treeSchema.nullable(),
    dropped: z
      .object({ stage: z.enum(['sample', 'judge', 'pick', 'refine', 'data']), reason: dropReasonSchema })
      .readonly()
      .nullable(),
  })
  .readonly()
  .refine(({ answers, refined }) => refined === null || refined < answers.length, {
    message: 'no answer has this index',
    path: ['refined'],
  })
  .meta({ id: 'PromptLineage' })
export type PromptLineage = z.infer<typeof promptSchema>

/** How a run of self-play came to what it teaches: answers, votes, trees of refinements, and reports of its rounds. */
export const lineageSchema = z
  .object({
    format: z.literal(LINEAGE_FORMAT),
    version: z.literal(LINEAGE_VERSION),
    name: z.string(),
    gate: z.number().min(0).lt(1).describe('A refinement is good when its value is above this.'),
    rounds: z.array(roundReportSchema).readonly(),
    heldOut: z
      .array(
        z
          .object({
            round: count.describe('0: the models as they came.'),
            greedy: shareSchema.nullable(),
            searched: shareSchema.nullable(),
          })
          .readonly(),
      )
      .readonly()
      .describe('Shares of held-out prompts that are followed; empty where nobody measured.'),
    prompts: z.array(promptSchema).readonly(),
  })
  .readonly()
  .meta({ id: 'Lineage' })
export type Lineage = z.infer<typeof lineageSchema>
