import type { Json, Rejection, TrialEndEvent, TrialError, TrialId } from '../events/event.ts'
import type { Usage } from '../events/usage.ts'
import { ANSWER, TERMINAL } from '../tree/record.ts'
import { type NodeId } from '../tree/tree.ts'

/** What a state is: how it begins, how a step changes it, when it is finished. Pure and synchronous; the engine never looks inside. */
export interface StateBackend<Problem, State, Step> {
  readonly name: string
  root(problem: Problem): State
  extend(state: State, step: Step): State
  /** Whether the line of reasoning is finished. */
  isTerminal(state: State): boolean
  /**
   * What to hand the user if this state holds an answer, else null. A state may hold one and be gone on from: a draft that is to be refined.
   * Sees the problem, never a gold answer.
   */
  answer(state: State): string | null
  /** The same text for the same state and for no other, for graph search; absent where states cannot be told apart. */
  key?(state: State): string
  /** The step in one line for people; this, not the state, goes into events. */
  label(step: Step): string
}

/** The flags of a node that holds this state: whether it is finished, whether it holds an answer. */
export function flagsOf<Problem, State, Step>(backend: StateBackend<Problem, State, Step>, state: State): number {
  return (backend.isTerminal(state) ? TERMINAL : 0) | (backend.answer(state) === null ? 0 : ANSWER)
}

/**
 * What kind of steps is asked for: `distinct` ones, that differ from each other and from the node's children, likeliest first;
 * `independent` samples; or the `likeliest` step, as greedy decoding finds it.
 */
export type ProposalMode = 'distinct' | 'independent' | 'likeliest'

/** A piece of work handed out by `ask`. */
export interface Trial<State> {
  readonly id: TrialId
  readonly node: NodeId
  readonly depth: number
  readonly state: State
  /** The node's value is asked for. */
  readonly evaluate: boolean
  /** The node has a value from a trial of its own already, so whatever that took is there. */
  readonly evaluated: boolean
  /** New steps asked for, at least 0. Fewer may come back, never more. */
  readonly want: number
  readonly proposals: ProposalMode
  /** The generator that is to write the steps, where the search has several and steps are asked for. */
  readonly generator?: string
  /** Labels of the children that the node has already; empty unless steps are asked for. */
  readonly existing: readonly string[]
  /** Search seed, for draws keyed by (seed, id, k). */
  readonly seed: number
}

export interface Proposal<Step> {
  readonly step: Step
  /** Non-negative weight among siblings: the step's probability, where known. */
  readonly prior: number
  /** Name of the generator that wrote it. Default: the one that the trial names. */
  readonly source?: string
  /** The new node's value, if it is known already; within the search's value range. */
  readonly value?: number
}

/** A trial's result. It is checked at `tell`; what does not fit becomes a failed trial. */
export interface Expansion<Step> {
  /** The node's value, in the search's value range ([0, 1] unless declared), higher is better; null if it was not asked for. */
  readonly value: number | null
  readonly proposals: readonly Proposal<Step>[]
  /** Reward of the step to this node, told with its value: its parent receives reward + discount * value. Default 0; not at the root. */
  readonly reward?: number
  /** Weight of everything after the step, -1 to 1; -1 where two players take turns. Default 1; not at the root. */
  readonly discount?: number
  /** Nothing more will ever be proposed at this node. */
  readonly exhausted?: boolean
  readonly rejected?: readonly Rejection[]
  readonly critique?: string
  readonly usage?: Usage
  /** What the result rests on: votes, replies, passages. Not for the log: the driver's `onDetail` gets it. */
  readonly detail?: Json
}

/** What `tell` takes: a result, or a failure of the world. */
export type Outcome<Step> =
  Expansion<Step> | { readonly error: TrialError; readonly usage?: Usage; readonly detail?: Json }

/** What goes into the log beside the value; undefined where there is nothing, as in most trials without a language model. */
export function extraOf<Step>(
  { reward, discount, rejected, critique, usage }: Expansion<Step>,
  backup: readonly number[] | undefined,
): Pick<TrialEndEvent, 'reward' | 'discount' | 'backup' | 'rejected' | 'critique' | 'usage'> | undefined {
  const refused = rejected === undefined || rejected.length === 0 ? undefined : rejected
  const isPlain = reward === undefined && discount === undefined && backup === undefined
  if (isPlain && refused === undefined && critique === undefined && usage === undefined) return undefined
  return {
    ...(reward === undefined ? {} : { reward }),
    ...(discount === undefined ? {} : { discount }),
    ...(backup === undefined ? {} : { backup }),
    ...(refused === undefined ? {} : { rejected: refused }),
    ...(critique === undefined ? {} : { critique }),
    ...(usage === undefined ? {} : { usage }),
  }
}
