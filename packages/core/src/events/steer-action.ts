import type { NodeId } from '../tree/tree.ts'

/** More of a budget, on top of what the search was given; what is absent stays as it was. All at least 0. */
export interface Extension {
  readonly trials?: number
  readonly nodes?: number
  /** Tokens written by models. */
  readonly tokens?: number
  readonly costUsd?: number
  readonly timeMs?: number
}

export interface ExtendAction extends Extension {
  readonly type: 'extend'
}

/** Somebody's own step below a node. It says all that the fold needs: the new node's id, and what its backend said of its state. */
export interface InsertAction {
  readonly type: 'insert'
  /** The node that the step goes on from. */
  readonly node: NodeId
  /** Id of the new node. */
  readonly child: NodeId
  readonly label: string
  /** Weight among its siblings. */
  readonly prior: number
  readonly terminal?: true
  readonly answer?: true
}

/** The log goes on in another search from here, neither paused nor cancelled nor extended. What it says before is the first one's. */
export interface ForkAction {
  readonly type: 'fork'
  /** What the search that it was forked from goes by where it runs: its id, or its name. */
  readonly search: string
  /** Events of that search's log that it begins with. */
  readonly at: number
  /** Seed from here on. */
  readonly seed: number
}

/**
 * What somebody can do to a search while it runs:
 *
 * - `focus`: select from this node down, until it is moved elsewhere;
 * - `avoid`: give the node and all below it up;
 * - `re-root`: commit to the steps up to this node: nothing outside is selected, focused or answered from any more, what is known below stays;
 * - `insert`: a step of one's own; closed nodes above it open again;
 * - `re-evaluate`: ask for the node's value once more, before anything else; the new one replaces the old one and counts as a visit;
 * - `pause`, `resume`: hand out nothing in between;
 * - `extend`: more of the budget;
 * - `cancel`: end as soon as the driver looks;
 * - `fork`: first event of its own in a log that continues a part of another one.
 */
export type SteerAction =
  | { readonly type: 'focus' | 'avoid' | 're-root' | 're-evaluate'; readonly node: NodeId }
  | { readonly type: 'pause' | 'resume' | 'cancel' }
  | ExtendAction
  | InsertAction
  | ForkAction

/** A {@link SteerAction} as it is asked for: an insertion brings the step itself. Its prior is by default the largest of its siblings'. */
export type SteerCommand<Step> =
  | Exclude<SteerAction, InsertAction>
  | { readonly type: 'insert'; readonly node: NodeId; readonly step: Step; readonly prior?: number }
