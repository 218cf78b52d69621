import type { NodeId } from '../tree/tree.ts'
import type { SteerAction } from './steer-action.ts'
import type { Usage } from './usage.ts'

/** Any JSON value: what an event may carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A trial is one piece of work handed out by a search: evaluate a node, ask its generator for steps, or both. From 0. */
export type TrialId = number

/** Version of the event format. A reader refuses a higher one. */
export const EVENT_VERSION = 1

export type CloseCause = 'terminal' | 'exhausted' | 'proven' | 'pruned' | 'failed'

export type StopReason =
  | 'trials'
  | 'nodes'
  | 'tokens'
  | 'cost'
  | 'time'
  | 'value'
  | 'proven'
  | 'settled'
  | 'answers'
  | 'failures'
  | 'exhausted'
  | 'aborted'

/** A proposal that was refused: kept, counted and shown, never repaired. */
export interface Rejection {
  /** What the generator wrote. */
  readonly label: string
  /** Short machine-readable cause, such as `wrong-arithmetic` or `duplicate`. */
  readonly reason: string
}

export interface TrialError {
  /** `aborted`, `invalid-expansion`, `timeout`, or the provider's own code. */
  readonly code: string
  readonly message: string
}

/** First event of every log: creates the root. */
export interface SearchStartEvent {
  readonly seq: number
  readonly type: 'search-start'
  readonly version: number
  /** Name of the search, chosen by the caller. */
  readonly search: string
  readonly seed: number
  readonly policy: { readonly name: string; readonly params: Json }
  /** The problem as the caller stated it. */
  readonly problem: Json
  /** The problem in one line for people: the root's label. */
  readonly label: string
  /** The problem is finished as it stands, and there is nothing to search. */
  readonly terminal?: true
  /** The root itself holds an answer. */
  readonly answer?: true
}

/** A trial was handed out: `evaluate` asks for the node's value, `want` for that many new steps. */
export interface TrialStartEvent {
  readonly seq: number
  readonly type: 'trial-start'
  readonly trial: TrialId
  readonly node: NodeId
  readonly evaluate: boolean
  readonly want: number
  /** The generator that is asked for them, where the search has several. */
  readonly generator?: string
  /** Second ways to states that the path to the node went over, from below up (graph search). */
  readonly via?: readonly NodeId[]
}

export interface NodeAddEvent {
  readonly seq: number
  readonly type: 'node-add'
  readonly trial: TrialId
  readonly node: NodeId
  readonly parent: NodeId
  /** Non-negative weight among siblings, not normalised. */
  readonly prior: number
  /** The step in words. */
  readonly label: string
  /** Name of the generator, where there is more than one. */
  readonly source?: string
  readonly terminal?: true
  /** The state holds an answer to the problem. */
  readonly answer?: true
  /** The step leads to a state that this earlier node holds: the node is another way to it, and nothing is ever asked there (graph search). */
  readonly same?: NodeId
  /** Given when the proposal came with its value: it is backed up from the new node. */
  readonly value?: number
}

/** A trial's result, backed up from its node; or its failure. */
export interface TrialEndEvent {
  readonly seq: number
  readonly type: 'trial-end'
  readonly trial: TrialId
  /** The node's own value; null when none was asked for, or when the trial failed. */
  readonly value: number | null
  /** Reward of the step to the node, and weight of what comes after it, where they are not 0 and 1. */
  readonly reward?: number
  readonly discount?: number
  /** What each ancestor receives, from the node up to the root, where it does not follow from `value` and the rewards. */
  readonly backup?: readonly number[]
  /** The generator has nothing more to propose at the node. */
  readonly exhausted?: true
  readonly rejected?: readonly Rejection[]
  readonly critique?: string
  readonly usage?: Usage
  readonly error?: TrialError
}

export interface NodeCloseEvent {
  readonly seq: number
  readonly type: 'node-close'
  readonly node: NodeId
  readonly cause: CloseCause
}

/** A better answer was found: the node that holds it and its value. */
export interface AnswerChangeEvent {
  readonly seq: number
  readonly type: 'answer-change'
  readonly node: NodeId
  readonly value: number
}

/** Somebody changed the search's course. */
export interface SteerEvent {
  readonly seq: number
  readonly type: 'steer'
  readonly by: string
  readonly action: SteerAction
}

export interface SearchEndEvent {
  readonly seq: number
  readonly type: 'search-end'
  readonly reason: StopReason
  /** The recommended node. */
  readonly node: NodeId
  readonly usage: Usage
}

/** Everything that happens in a search, in order: `seq` counts from 0 without gaps. No clock and no state in it. */
export type SearchEvent =
  | SearchStartEvent
  | TrialStartEvent
  | NodeAddEvent
  | TrialEndEvent
  | NodeCloseEvent
  | AnswerChangeEvent
  | SteerEvent
  | SearchEndEvent

/** An event with the driver's clock reading in milliseconds, which is no part of the event. */
export interface Envelope {
  readonly at: number
  readonly event: SearchEvent
}
