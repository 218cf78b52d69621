import * as z from 'zod'
import type { NodeId } from '@espalier/core'
import { conclusionSchema, type Conclusion } from '../searches/search.ts'

/** A symbol that a thought may be read as. */
export interface ThoughtSymbol {
  readonly symbol: string
  /** In [0, 1]. */
  readonly probability: number
}

/** Another thought of the same search. */
export interface NearThought {
  readonly node: NodeId
  /** Of the angle between the two vectors, in [-1, 1]. */
  readonly cosine: number
}

/** The vector of a node, as far as it can be looked at. It is made again from the log; nothing of it is kept. */
export interface ThoughtDetail {
  readonly node: NodeId
  /** Events that the neighbours rest on. */
  readonly events: number
  /** The likeliest symbols first. */
  readonly readOut: readonly ThoughtSymbol[]
  /** Of the whole read-out, in nats. */
  readonly entropy: number
  /** How the vector came about: the operator, the symbol it leans to, says or was read as, its numbers and choices. Null for the first thought. */
  readonly step: {
    readonly operator: string
    readonly symbol: string
    readonly parameters: Readonly<Record<string, number | string>>
  } | null
  /** By each source that costs no further thought, in [0, 1]: the value head (null without one), and the chance that the next symbol ends the line. */
  readonly values: { readonly head: number | null; readonly implicit: number }
  /** Where it lies on the model's map; null without one. */
  readonly at: readonly [x: number, y: number] | null
  /** The nearest other thoughts of the search, the nearest first. */
  readonly nearest: readonly NearThought[]
  /** What the line up to here comes to, and how well that stands; null while it answers nothing. */
  readonly conclusion: Conclusion | null
}

export interface ThoughtPoint {
  readonly node: NodeId
  /** Null for a single thought of a model without a map. */
  readonly at: readonly [x: number, y: number] | null
}

/** Where the thoughts of a search lie. */
export interface ThoughtPoints {
  /** Events that the list rests on. */
  readonly events: number
  /** Name of the model's map, the same for every search. Null without one: points lie on the principal components of these thoughts alone. */
  readonly map: string | null
  /** Share of the variance of these thoughts that their own components show, in [0, 1]; null on a model's map. */
  readonly explained: number | null
  /** Nodes whose thought the search has made, by number. */
  readonly points: readonly ThoughtPoint[]
  /** Such nodes beyond those listed. */
  readonly more: number
}

const count = z.int().min(0)
const share = z.number().min(0).max(1)
const at = z
  .tuple([z.number(), z.number()])
  .readonly()
  .nullable()
  .describe('Where it lies on the map. Null without one.')

export const thoughtDetailSchema = z
  .object({
    node: count,
    events: count.describe('Events that the neighbours rest on.'),
    readOut: z
      .array(z.object({ symbol: z.string(), probability: share }).readonly())
      .readonly()
      .describe('What it reads as, the likeliest symbols first.'),
    entropy: z.number().min(0).describe('Of the whole read-out, in nats.'),
    step: z
      .object({
        operator: z.string(),
        symbol: z.string(),
        parameters: z.record(z.string(), z.union([z.number(), z.string()])).readonly(),
      })
      .readonly()
      .nullable()
      .describe('How it came about. Null for the first thought.'),
    values: z
      .object({ head: share.nullable(), implicit: share })
      .readonly()
      .describe('By the value head, and by the chance that the next symbol ends the line.'),
    at,
    nearest: z
      .array(z.object({ node: count, cosine: z.number().min(-1).max(1) }).readonly())
      .readonly()
      .describe('The nearest other thoughts of the search by cosine.'),
    conclusion: conclusionSchema
      .nullable()
      .describe('What the line up to here comes to, and how well that stands. Null while it answers nothing.'),
  })
  .readonly()
  .meta({ id: 'Thought' })

export const thoughtPointsSchema = z
  .object({
    events: count.describe('Events that the list rests on.'),
    map: z
      .string()
      .nullable()
      .describe("Name of the model's map. Null without one: points lie on the principal components of these thoughts."),
    explained: share.nullable().describe("Share of their variance that those show. Null on a model's map."),
    points: z.array(z.object({ node: count, at }).readonly()).readonly(),
    more: count.describe('Nodes with thoughts beyond those listed.'),
  })
  .readonly()
  .meta({ id: 'Thoughts' })
