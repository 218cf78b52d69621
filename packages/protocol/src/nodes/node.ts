import * as z from 'zod'
import type { Flag, NodeId } from '@espalier/core'

export const NODE_FLAGS = [
  'terminal',
  'closed',
  'exhausted',
  'evaluated',
  'answer',
  'pruned',
  'generating',
  'evaluating',
  'asked',
] as const satisfies readonly (keyof typeof Flag)[]
/** A {@link Flag} by its name. */
export type NodeFlag = (typeof NODE_FLAGS)[number]

/** A node with its statistics; what it has no number for is null. */
export interface NodeDetail {
  readonly node: NodeId
  /** Null for the root. */
  readonly parent: NodeId | null
  readonly depth: number
  /** The step to it; of the root, the problem. */
  readonly label: string
  /** Name of its generator. */
  readonly source: string | null
  /** Values backed up through it (N). */
  readonly visits: number
  /** Trials under way at the node or below. */
  readonly pending: number
  /** Mean of the values backed up (Q). */
  readonly q: number | null
  /** Their standard deviation. */
  readonly deviation: number | null
  /** The largest of them. */
  readonly max: number | null
  /** The node's own value. */
  readonly value: number | null
  /** Weight that its generator gave the step, not normalised. */
  readonly prior: number
  /** The prior as a share among its siblings' priors, 0 to 1. */
  readonly priorShare: number
  /** Visits as a share of its siblings' visits, 0 to 1 (N%). */
  readonly visitShare: number
  readonly children: number
  readonly openChildren: number
  readonly flags: readonly NodeFlag[]
}

/** A child that its parent might be left for, with the line that it promises. */
export interface Candidate extends NodeDetail {
  /** Labels of the steps after it, each to the most visited child. */
  readonly bestPath: readonly string[]
  /** `q` less 1.96 standard errors, the lower 95 % confidence bound of the mean by the normal approximation. Null below two visits. */
  readonly lowerBound: number | null
  /** `q` less the highest `q` among the candidates: 0 for the best, else below. Null without visits. */
  readonly gap: number | null
  /**
   * What the algorithm adds to the value now to choose where to go (U in PUCT and UCT): `explorationTerms` of core. Null for an algorithm
   * without such a term, for a closed node, and in UCT for one without visits, which comes first.
   */
  readonly exploration: number | null
}

/** Nodes in a row, read at one moment of a search. */
export interface NodePage<T extends NodeDetail = NodeDetail> {
  /** Events that the numbers rest on. */
  readonly events: number
  readonly nodes: readonly T[]
}

const count = z.int().min(0)
const share = z.number().min(0).max(1)
const detail = {
  node: count,
  parent: count.nullable(),
  depth: count,
  label: z.string(),
  source: z.string().nullable(),
  visits: count.describe('Values backed up through the node (N).'),
  pending: count.describe('Trials under way at the node or below.'),
  q: z.number().nullable().describe('Mean of the values backed up (Q).'),
  deviation: z.number().nullable().describe('Their standard deviation.'),
  max: z.number().nullable().describe('The largest of them.'),
  value: z.number().nullable().describe("The node's own value."),
  prior: z.number().min(0).describe("Its generator's weight, not normalised."),
  priorShare: share.describe('The prior as a share among the siblings.'),
  visitShare: share.describe('The visits as a share among the siblings (N%).'),
  children: count,
  openChildren: count,
  flags: z.array(z.enum(NODE_FLAGS)).readonly(),
}

export const nodeDetailSchema = z.object(detail).readonly().meta({ id: 'Node' })

export const candidateSchema = z
  .object({
    ...detail,
    bestPath: z.array(z.string()).readonly().describe('Labels of the steps after it, each to the most visited child.'),
    lowerBound: z.number().nullable().describe('q less 1.96 standard errors. Null below two visits.'),
    gap: z.number().max(0).nullable().describe('q less the highest q among the candidates. Null without visits.'),
    exploration: z
      .number()
      .min(0)
      .nullable()
      .describe('What the algorithm adds to q now to choose among them (U). Null where it has no such term.'),
  })
  .readonly()
  .meta({ id: 'Candidate' })

const events = count.describe('Events that the numbers rest on.')

export const nodePageSchema = z
  .object({ events, nodes: z.array(nodeDetailSchema).readonly() })
  .readonly()
  .meta({ id: 'NodePage' })

export const candidatePageSchema = z
  .object({ events, nodes: z.array(candidateSchema).readonly() })
  .readonly()
  .meta({ id: 'CandidatePage' })
