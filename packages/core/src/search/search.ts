import { SearchError, checkNumber } from '../errors.ts'
import { EVENT_VERSION } from '../events/event.ts'
import type { CloseCause, Json, SearchEvent, SteerAction, StopReason, TrialError, TrialId } from '../events/event.ts'
import { EventRing } from '../events/event-ring.ts'
import { applyNodeAdd, applyNodeClose, applySearchStart, applySteer, applyTrialEnd, applyTrialStart, createFold, type Fold } from '../events/fold.ts'
import type { Usage } from '../events/usage.ts'
import { drawsOf, type Draw } from '../random.ts'
import { Flag, NONE, ROOT, type NodeId, type TreeView } from '../tree/tree.ts'
import { expansionFault, type Expansion, type Outcome, type StateBackend, type Trial } from './expansion.ts'
import type { Preset } from './policy.ts'

export interface SearchOptions<Problem, State, Step> {
  readonly problem: Problem
  readonly backend: StateBackend<Problem, State, Step>
  readonly algorithm: Preset
  /** Whole number in [0, 2^32). Default 0. */
  readonly seed?: number
  /** Name of the search. Default `search`. */
  readonly name?: string
  /** The problem as it goes into the log. Default: `problem` if it is JSON. */
  readonly describe?: (problem: Problem) => { readonly problem: Json; readonly label: string }
  /** Range that values lie in. Default [0, 1]. */
  readonly valueRange?: { readonly min: number; readonly max: number }
  /** Failed trials at one node before it is given up. Default 3. */
  readonly maxNodeFailures?: number
  /** Nodes to make room for at once. Default 1,024; the arena grows. */
  readonly capacity?: number
}

/** The synchronous search: hands out work, takes results, and keeps the tree. It never waits, reads a clock or throws on bad luck. */
export interface Search<State, Step> {
  readonly fold: Fold
  /** The next piece of work, or null: wait if trials are in flight, otherwise there is nothing left to do. */
  ask(): Trial<State> | null
  /** Takes a result, in any order; a second result of the same trial is ignored. Throws `UNKNOWN_TRIAL` for one never handed out. */
  tell(trial: TrialId, outcome: Outcome<Step>): void
  steer(by: string, action: SteerAction): void
  /** Ends the search; trials still in flight end as aborted. Later calls change nothing. */
  end(reason: StopReason): void
  /** Events since the last drain. */
  drain(): SearchEvent[]
  /** Drops the events since the last drain unread. */
  discard(): void
  /** The state at a node. */
  state(node: NodeId): State
  /** The node that the algorithm would answer from now. */
  recommend(): NodeId
}

const NO_LABELS: readonly string[] = []

/** Starts a search; its log begins with `search-start`. */
export function createSearch<Problem, State, Step>(options: SearchOptions<Problem, State, Step>): Search<State, Step> {
  const { backend, algorithm } = options
  const seed = checkNumber('seed', options.seed ?? 0, { min: 0, max: 0xffffffff, integer: true })
  const maxNodeFailures = checkNumber('maxNodeFailures', options.maxNodeFailures ?? 3, { min: 1, integer: true })
  const range = options.valueRange ?? { min: 0, max: 1 }
  const policy = algorithm.start()
  const proposals = policy.proposals ?? 'distinct'
  const fold = createFold(options.capacity)
  const { tree } = fold
  const ring = new EventRing(tree)
  const states: State[] = [backend.root(options.problem)]
  const trials = new Map<TrialId, Trial<State>>()
  const barren = new Map<NodeId, number>()
  let draw: Draw = drawsOf(seed, 0)
  const context = { focus: ROOT, draw: () => draw(), close }

  const described = options.describe?.(options.problem) ?? { problem: options.problem as Json, label: String(options.problem) }
  const start = {
    seq: 0,
    type: 'search-start' as const,
    version: EVENT_VERSION,
    search: options.name ?? 'search',
    seed,
    policy: { name: algorithm.name, params: algorithm.params },
    ...described,
  }
  ring.other(start)
  fold.seq++
  applySearchStart(fold, start)

  function close(node: NodeId, cause: CloseCause): void {
    if (tree.has(node, Flag.closed)) return
    ring.nodeClose(node, cause)
    fold.seq++
    applyNodeClose(fold, node, cause)
  }

  /** Closes `node` if nothing can be asked there or below any more, and so on up. */
  function closeFinished(node: NodeId): void {
    for (let x = node; x !== NONE && !tree.has(x, Flag.closed); x = tree.parent(x)) {
      if (tree.has(x, Flag.terminal | Flag.evaluated)) close(x, 'terminal')
      else if (tree.has(x, Flag.exhausted | Flag.evaluated) && tree.openChildren(x) === 0) close(x, 'exhausted')
      else return
    }
  }

  function ask(): Trial<State> | null {
    if (fold.end !== null) return null
    const id = fold.asked
    draw = drawsOf(seed, id)
    context.focus = fold.focus
    const node = policy.select(tree, context)
    if (node === NONE) return null
    const terminal = tree.has(node, Flag.terminal)
    const evaluate = policy.evaluate === undefined ? !tree.has(node, Flag.evaluated) : policy.evaluate(tree, node)
    const want = terminal ? 0 : policy.widen(tree, node)
    if (!evaluate && want === 0) {
      throw new SearchError('INVALID_POLICY', `${algorithm.name}: selected node ${node} but asks nothing of it`, { node })
    }
    const trial = { id, node, depth: tree.depth(node), state: states[node]!, evaluate, want, proposals, existing: want > 0 ? childLabels(tree, node) : NO_LABELS, seed }
    ring.trialStart(id, node, evaluate, want)
    fold.seq++
    applyTrialStart(fold, id, node, evaluate, want)
    trials.set(id, trial)
    return trial
  }

  function tell(id: TrialId, outcome: Outcome<Step>): void {
    const trial = trials.get(id)
    if (trial === undefined) {
      if (Number.isInteger(id) && id >= 0 && id < fold.asked) return
      throw new SearchError('UNKNOWN_TRIAL', `trial ${String(id)}: expected one of the ${fold.asked} handed out`, { got: id })
    }
    trials.delete(id)
    if ('error' in outcome) return failTrial(trial, outcome.error, outcome.usage)
    const fault = expansionFault(trial, outcome, range)
    if (fault !== null) return failTrial(trial, { code: 'invalid-expansion', message: fault }, outcome.usage)
    let added
    try {
      added = outcome.proposals.map((proposal) => backend.extend(trial.state, proposal.step))
    } catch (error) {
      return failTrial(trial, { code: 'invalid-expansion', message: `extend: ${messageOf(error)}` }, outcome.usage)
    }
    for (let i = 0; i < added.length; i++) addNode(trial, added[i]!, outcome, i)
    endTrial(trial, outcome)
    noteAnswer(trial.node)
    if (outcome.proposals.length > 0) barren.delete(trial.node)
    else if (trial.want > 0 && outcome.exhausted !== true && proposals === 'distinct') noteBarren(trial.node)
    closeFinished(trial.node)
  }

  function addNode(trial: Trial<State>, state: State, expansion: Expansion<Step>, index: number): void {
    const { step, prior, source, value } = expansion.proposals[index]!
    const terminal = backend.isTerminal(state)
    const flags = (terminal ? Flag.terminal : 0) | (terminal && backend.answer(state) !== null ? Flag.answer : 0)
    const node = tree.size
    states[node] = state
    applyNodeAdd(fold, trial.node, prior, backend.label(step), flags, source, value)
    ring.nodeAdd(trial.id, node, trial.node, prior, value)
    fold.seq++
    if (value === undefined) return
    noteAnswer(node)
    if (terminal) close(node, 'terminal')
  }

  function endTrial(trial: Trial<State>, expansion: Expansion<Step>): void {
    const { value, rejected, critique, usage } = expansion
    const exhausted = expansion.exhausted === true
    const backup = value === null ? undefined : policy.backup?.(tree, trial.node, value)
    const plain = backup === undefined && critique === undefined && usage === undefined && (rejected === undefined || rejected.length === 0)
    const extra = plain
      ? undefined
      : {
          ...(backup === undefined ? {} : { backup }),
          ...(rejected === undefined || rejected.length === 0 ? {} : { rejected }),
          ...(critique === undefined ? {} : { critique }),
          ...(usage === undefined ? {} : { usage }),
        }
    ring.trialEnd(trial.id, value ?? Number.NaN, exhausted, extra)
    fold.seq++
    applyTrialEnd(fold, trial.id, value, false, exhausted, extra)
  }

  function failTrial(trial: Trial<State>, error: TrialError, usage: Usage | undefined): void {
    const extra = { error, ...(usage === undefined ? {} : { usage }) }
    ring.trialEnd(trial.id, Number.NaN, false, extra)
    fold.seq++
    applyTrialEnd(fold, trial.id, null, true, false, extra)
    if (error.code !== 'aborted') noteBarren(trial.node)
  }

  /** A node that keeps failing, or keeps proposing nothing, is given up, so that no search hangs on it. */
  function noteBarren(node: NodeId): void {
    const times = (barren.get(node) ?? 0) + 1
    barren.set(node, times)
    if (times < maxNodeFailures || tree.openChildren(node) > 0) return
    close(node, 'failed')
    const parent = tree.parent(node)
    if (parent !== NONE) closeFinished(parent)
  }

  function noteAnswer(node: NodeId): void {
    if (!tree.has(node, Flag.answer | Flag.evaluated)) return
    const value = tree.value(node)
    if (fold.answer !== null && value <= fold.answer.value) return
    ring.other({ seq: fold.seq, type: 'answer-change', node, value })
    fold.seq++
    fold.answer = { node, value }
  }

  function steer(by: string, action: SteerAction): void {
    if (fold.end !== null) throw new SearchError('SEARCH_ENDED', `steer ${action.type}: the search has ended`)
    if (!(Number.isInteger(action.node) && action.node >= 0 && action.node < tree.size)) {
      throw new SearchError('INVALID_OPTIONS', `steer ${action.type}: node ${action.node}, expected one of ${tree.size}`, { got: action.node })
    }
    ring.other({ seq: fold.seq, type: 'steer', by, action })
    fold.seq++
    applySteer(fold, action)
    if (action.type === 'avoid') close(action.node, 'pruned')
  }

  const recommend = (): NodeId => policy.recommend(tree, fold.answer?.node ?? NONE)

  function end(reason: StopReason): void {
    if (fold.end !== null) return
    for (const trial of [...trials.values()]) {
      trials.delete(trial.id)
      failTrial(trial, { code: 'aborted', message: `the search ended: ${reason}` }, undefined)
    }
    const event = { seq: fold.seq, type: 'search-end' as const, reason, node: recommend(), usage: fold.usage }
    ring.other(event)
    fold.seq++
    fold.end = event
  }

  return { fold, ask, tell, steer, end, drain: () => ring.drain(), discard: () => ring.discard(), state: (node) => states[node]!, recommend }
}

function childLabels(tree: TreeView, node: NodeId): readonly string[] {
  if (tree.childCount(node) === 0) return NO_LABELS
  const labels: string[] = []
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) labels.push(tree.label(child))
  return labels
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
