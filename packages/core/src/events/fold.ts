import { SearchError, messageOf } from '../errors.ts'
import { ANSWER, EVALUATED, EVALUATING, GENERATING, TERMINAL } from '../tree/record.ts'
import { NONE, Tree, type NodeId } from '../tree/tree.ts'
import { checkEvent } from './check-event.ts'
import type { CloseCause, SearchEndEvent, SearchEvent, SearchStartEvent, TrialEndEvent, TrialId } from './event.ts'
import { OpenTrials } from './open-trials.ts'
import { UNSTEERED, applySteer, type Steering } from './steering.ts'
import { NO_USAGE, addUsage, type Usage } from './usage.ts'

/** What a log amounts to so far: the tree and the running totals. The engine keeps one too, changed by the same functions. */
export interface Fold {
  readonly tree: Tree
  /** Sequence number of the next event. */
  seq: number
  start: SearchStartEvent | null
  end: SearchEndEvent | null
  /** Trials under way and their nodes. */
  readonly openTrials: OpenTrials<NodeId>
  /** Trials handed out. */
  asked: number
  /** Trials that came back with a result. */
  succeeded: number
  /** Trials that failed. */
  failed: number
  /** Proposals refused. */
  rejected: number
  usage: Usage
  /** Second ways that the paths of trials under way went over. Replaced as a whole at every change. */
  vias: ReadonlyMap<TrialId, readonly NodeId[]>
  /** Best answer so far. */
  answer: { readonly node: NodeId; readonly value: number } | null
  /** What people changed of its course. */
  steering: Steering
}

/** A fold to look at: too little to apply events to, and all that a snapshot has. */
export type FoldView = Omit<Fold, 'openTrials' | 'vias'>

const NO_VIAS: ReadonlyMap<TrialId, readonly NodeId[]> = new Map()
const NO_VIA: readonly NodeId[] = []

/** An empty fold. `capacity`: nodes to make room for at once. */
export function createFold(capacity?: number): Fold {
  return {
    tree: new Tree(capacity),
    seq: 0,
    start: null,
    end: null,
    openTrials: new OpenTrials(),
    asked: 0,
    succeeded: 0,
    failed: 0,
    rejected: 0,
    usage: NO_USAGE,
    vias: NO_VIAS,
    answer: null,
    steering: UNSTEERED,
  }
}

/** Folds a whole log, or the continuation of one into `into`. */
export function foldEvents(events: Iterable<SearchEvent>, into: Fold = createFold()): Fold {
  for (const event of events) applyEvent(into, event)
  return into
}

/**
 * Applies one event. The tree is a fold of its log: nothing else ever changes it.
 * Throws `EVENT_GAP` on any sequence number but the next, `INVALID_EVENT` on an event that cannot follow what came before.
 */
export function applyEvent(fold: Fold, event: SearchEvent): void {
  if (typeof event !== 'object' || event === null) {
    throw new SearchError('INVALID_EVENT', `event ${fold.seq}: got ${String(event)}, expected an object`, {
      expected: fold.seq,
    })
  }
  if (event.seq !== fold.seq) {
    throw new SearchError(
      'EVENT_GAP',
      `event ${messageOf(event.seq)} (${messageOf(event.type)}): expected sequence number ${fold.seq}`,
      { got: event.seq, expected: fold.seq },
    )
  }
  checkEvent(fold, event)
  fold.seq++
  switch (event.type) {
    case 'search-start':
      return applySearchStart(fold, event)
    case 'trial-start':
      return applyTrialStart(fold, event.trial, event.node, event.evaluate, event.want, event.via)
    case 'node-add':
      return applyNodeAdd(
        fold,
        event.trial,
        event.parent,
        event.prior,
        event.label,
        nodeFlags(event),
        event.source,
        event.value,
        event.same,
      )
    case 'trial-end':
      return applyTrialEnd(fold, event.trial, event.value, event.error !== undefined, event.exhausted === true, event)
    case 'node-close':
      return applyNodeClose(fold, event.node, event.cause)
    case 'answer-change':
      fold.answer = { node: event.node, value: event.value }
      return
    case 'steer':
      return applySteer(fold, event.by, event.action)
    case 'search-end':
      fold.end = event
  }
}

/** The flag bits that a node is created with. */
export function nodeFlags(event: { readonly terminal?: true; readonly answer?: true }): number {
  return (event.terminal === true ? TERMINAL : 0) | (event.answer === true ? ANSWER : 0)
}

export function applySearchStart(fold: Fold, event: SearchStartEvent): void {
  fold.start = event
  fold.steering = { ...fold.steering, seed: event.seed }
  fold.tree.add(NONE, 1, event.label, nodeFlags(event))
}

export function applyTrialStart(
  fold: Fold,
  trial: TrialId,
  node: NodeId,
  evaluate: boolean,
  want: number,
  via: readonly NodeId[] | undefined,
): void {
  fold.asked = trial + 1
  fold.openTrials.add(trial, node)
  const flags = (evaluate ? EVALUATING : 0) | (want > 0 ? GENERATING : 0)
  fold.tree.setFlags(node, flags)
  if (via === undefined) fold.tree.addPending(node, 1)
  else goVia(fold, trial, node, via)
  if (evaluate && fold.steering.due.length > 0) takeFromDue(fold, node)
}

function goVia(fold: Fold, trial: TrialId, node: NodeId, via: readonly NodeId[]): void {
  fold.vias = new Map(fold.vias).set(trial, via)
  fold.tree.backupVia(node, via, Number.NaN, 1)
}

function takeFromDue(fold: Fold, node: NodeId): void {
  fold.steering = { ...fold.steering, due: fold.steering.due.filter((other) => other !== node) }
}

export function applyNodeAdd(
  fold: Fold,
  trial: TrialId,
  parent: NodeId,
  prior: number,
  label: string,
  flags: number,
  source: string | undefined,
  value: number | undefined,
  same: NodeId | undefined,
): void {
  const { tree } = fold
  const node = tree.add(parent, prior, label, flags)
  if (source !== undefined) tree.sources.set(node, source)
  if (same !== undefined) tree.link(node, same)
  if (value !== undefined) applyBirthValue(fold, trial, node, value, same)
}

/** The value that a node comes with. */
function applyBirthValue(fold: Fold, trial: TrialId, node: NodeId, value: number, same: NodeId | undefined): void {
  const { tree } = fold
  const state = same ?? node
  if (same === undefined || !tree.has(state, EVALUATED)) tree.setValue(state, value)
  const via = fold.vias.get(trial) ?? NO_VIA
  if (same === undefined && via.length === 0) tree.backup(node, value)
  else tree.backupVia(state, same === undefined ? via : [node, ...via], value, 0)
}

export function applyTrialEnd(
  fold: Fold,
  trial: TrialId,
  value: number | null,
  failed: boolean,
  exhausted: boolean,
  extra: TrialEndExtra | undefined,
): void {
  const { tree } = fold
  const node = fold.openTrials.take(trial)!
  if (failed) fold.failed++
  else fold.succeeded++
  tree.endTrial(node, failed, exhausted)
  if (extra !== undefined) addTotals(fold, extra)
  const via = fold.vias.size === 0 ? undefined : takeVia(fold, trial)
  if (value === null) return via === undefined ? tree.addPending(node, -1) : tree.backupVia(node, via, Number.NaN, -1)
  if (extra !== undefined || tree.transitions.size > 0) setTransition(tree, node, extra)
  tree.setValue(node, value)
  if (via !== undefined) tree.backupVia(node, via, value, -1)
  else if (extra?.backup === undefined) tree.backup(node, value, -1)
  else backupEach(tree, node, value, extra.backup)
}

type TrialEndExtra = Pick<TrialEndEvent, 'reward' | 'discount' | 'backup' | 'usage' | 'rejected'>

function addTotals(fold: Fold, { usage, rejected }: TrialEndExtra): void {
  if (usage !== undefined) fold.usage = addUsage(fold.usage, usage)
  if (rejected !== undefined) fold.rejected += rejected.length
}

function takeVia(fold: Fold, trial: TrialId): readonly NodeId[] | undefined {
  const via = fold.vias.get(trial)
  if (via === undefined) return undefined
  const vias = new Map(fold.vias)
  vias.delete(trial)
  fold.vias = vias
  return via
}

/** A node that is evaluated again has the step's reward of the latest time. */
function setTransition(tree: Tree, node: NodeId, extra: TrialEndExtra | undefined): void {
  if (extra?.reward === undefined && extra?.discount === undefined) tree.transitions.delete(node)
  else tree.transitions.set(node, { reward: extra.reward ?? 0, discount: extra.discount ?? 1 })
}

function backupEach(tree: Tree, node: NodeId, value: number, backup: readonly number[]): void {
  tree.addPending(node, -1)
  for (let x = node, i = 0; x !== NONE; x = tree.parent(x), i++) tree.addValue(x, backup[i] ?? value)
}

export function applyNodeClose(fold: Fold, node: NodeId, cause: CloseCause): void {
  fold.tree.close(node, cause === 'pruned')
}
