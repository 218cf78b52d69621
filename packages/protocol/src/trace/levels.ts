import * as z from 'zod'

/**
 * How much of a search its readers are shown, the most first.
 * - `full`: everything;
 * - `summary`: the account (status, counts, values, answer, usage) and the tree as numbers, without a word of its steps;
 * - `sealed`: the account and a seal over every event: what is shown later can be held against it;
 * - `off`: the account alone.
 */
export const TRACE_LEVELS = ['full', 'summary', 'sealed', 'off'] as const
export type TraceLevel = (typeof TRACE_LEVELS)[number]

/** What can be shown of a search: what it came to and cost, its tree as numbers, and what its steps say. */
export type TracePart = 'account' | 'tree' | 'text'

const PARTS: Readonly<Record<TraceLevel, readonly TracePart[]>> = {
  full: ['account', 'tree', 'text'],
  summary: ['account', 'tree'],
  sealed: ['account'],
  off: ['account'],
}

/** Whether a part is shown at a level. A level that is none, as a damaged file may have it, shows nothing. */
export const showsPart = (level: TraceLevel, part: TracePart): boolean =>
  Object.hasOwn(PARTS, level) && PARTS[level].includes(part)

/** The one that shows less. */
export const strictest = (a: TraceLevel, b: TraceLevel): TraceLevel =>
  TRACE_LEVELS.indexOf(a) > TRACE_LEVELS.indexOf(b) ? a : b

/** How much of a search is shown, as its readers are told. */
export interface TraceInfo {
  /** What they are shown now. */
  readonly level: TraceLevel
  /** Seal over the events so far, as `verifySeal` takes it; null for a search that was not sealed. */
  readonly seal: string | null
  /** It was sealed, and then shown. */
  readonly revealed: boolean
}

export const traceLevelSchema = z
  .enum(TRACE_LEVELS)
  .describe(
    'full: everything. summary: counts, values, answer, usage and the tree as numbers, no text of steps. ' +
      'sealed: no tree, but a seal that the trace can be held against when it is revealed. off: answer, counts and usage alone.',
  )
  .meta({ id: 'TraceLevel' })

export const traceInfoSchema = z
  .object({
    level: traceLevelSchema,
    seal: z.string().nullable().describe('Over the events so far: their number, a hyphen, 64 hexadecimal digits.'),
    revealed: z.boolean().describe('It was sealed, and then shown.'),
  })
  .readonly()
  .meta({ id: 'Trace' })
