import type { Json } from '@espalier/core'
import type { CallStage } from '../record/entry.ts'
import type { Spent } from './budget.ts'
import type { DropReason, Stage } from './outcome.ts'

/** Version of the event format. */
export const SELF_PLAY_VERSION = 1

export type RunEnd =
  /** Every round was played. Prompts whose roles failed are left out, and tried again when the run goes on. */
  'done' | 'budget' | 'aborted'

/** What happens in a run, in order: `seq` counts from 0 without gaps. A run that goes on tells everything again, from its record. */
export type SelfPlayEvent = { readonly seq: number } & (
  | {
      readonly type: 'run-start'
      readonly version: number
      readonly seed: number
      readonly rounds: number
      readonly prompts: number
      /** Settings, templates left out. */
      readonly settings: Json
    }
  | { readonly type: 'round-start'; readonly round: number; readonly prompts: number }
  /** The first prompt came to a stage. */
  | { readonly type: 'stage-start'; readonly round: number; readonly stage: Stage }
  /** A prompt is through with a stage, or goes no further than there. */
  | {
      readonly type: 'stage-delta'
      readonly round: number
      readonly stage: Stage
      readonly prompt: string
      readonly counts?: Readonly<Record<string, number>>
      readonly dropped?: DropReason
    }
  /** No prompt will come to the stage any more. Counts are summed over its prompts. */
  | {
      readonly type: 'stage-end'
      readonly round: number
      readonly stage: Stage
      readonly passed: number
      readonly dropped: Readonly<Partial<Record<DropReason, number>>>
      readonly counts: Readonly<Record<string, number>>
    }
  | { readonly type: 'round-end'; readonly round: number; readonly pairs: number; readonly examples: number }
  | {
      readonly type: 'run-end'
      readonly reason: RunEnd
      /** Prompts that are not through with their round. */
      readonly unfinished: number
      /** Prompts whose roles failed. */
      readonly failed: number
      readonly spent: Readonly<Record<CallStage | 'all', Spent>>
    }
)

type WithoutSeq<E> = E extends unknown ? Omit<E, 'seq'> : never
/** Numbers events and hands them on. */
export type EmitFn = (event: WithoutSeq<SelfPlayEvent>) => void

export function numbered(onEvent: (event: SelfPlayEvent) => void): EmitFn {
  let seq = 0
  return (event) => onEvent({ seq: seq++, ...event })
}
