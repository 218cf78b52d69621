import type { ToolCall } from '../provider/model-call.ts'

/** A step before its tools were called. */
export interface DraftStep {
  /** What the model wrote, calls included: everything before the first observation. */
  readonly text: string
  readonly calls: readonly ToolCall[]
}

/** Where a model is stopped: what follows marks what came from outside, and no model may write it itself. */
export const OBSERVATION_STOP = '\nObservation:'

const CALL = /^Action:[ \t]*([\w-]+)[ \t]*(\{[\s\S]*\}|\[[\s\S]*\])\s*$/

/**
 * Reads a thought with its calls: lines `Action: name {…}`, or `Action: name[text]` as in ReAct (Yao 2023, arXiv 2210.03629), each up to the next one
 * or the end. Null for a text with a line `Action:` that is neither, or with words behind a call.
 */
export function readDraft(text: string): DraftStep | null {
  const trimmed = text.trim()
  const [, ...actions] = `\n${trimmed}`.split(/\n(?=Action:)/)
  const calls: ToolCall[] = []
  for (const action of actions) {
    const [, name, args] = CALL.exec(action) ?? []
    if (name === undefined || args === undefined) return null
    calls.push({ name, arguments: args.startsWith('[') ? JSON.stringify(args.slice(1, -1)) : args })
  }
  return { text: trimmed, calls }
}

/** The step in words: what was written, and what each call gave. */
export const withObservations = (text: string, observations: readonly string[]): string =>
  [text, ...observations.map((observation) => `${OBSERVATION_STOP} ${observation}`)].join('')

/** What the model itself wrote of a step; an answer counts only there, whatever a tool gave. A model that writes observations loses them. */
export function withoutObservations(step: string): string {
  const at = step.search(/^Observation:/m)
  return at < 0 ? step : step.slice(0, at).trimEnd()
}
