import { SearchError, messageOf } from '../errors.ts'
import type { CloseCause, SearchEvent, StopReason, TrialError, TrialId } from '../events/event.ts'
import { EventRing } from '../events/event-ring.ts'
import {
  applyNodeAdd,
  applyNodeClose,
  applySearchStart,
  applyTrialEnd,
  applyTrialStart,
  createFold,
  type Fold,
} from '../events/fold.ts'
import type { SteerCommand } from '../events/steer-action.ts'
import { applySteer, bestAnswerBelow, isBelow } from '../events/steering.ts'
import { isUsage, type Usage } from '../events/usage.ts'
import { MAX_OPEN_TRIALS, OpenTrials } from '../events/open-trials.ts'
import { thompsonGenerators } from '../policy/generator-choice.ts'
import { keyedDraw } from '../random.ts'
import { ANSWER, CLOSED, EVALUATED, EVALUATING, EXHAUSTED, TERMINAL } from '../tree/record.ts'
import { MAX_CHILDREN, MAX_DEPTH, NONE, ROOT, type NodeId } from '../tree/tree.ts'
import { childLabels } from '../tree/labels.ts'
import { extraOf, flagsOf, type Expansion, type Outcome, type Proposal, type Trial } from './expansion.ts'
import { outcomeFault } from './outcome-fault.ts'
import { checkOptions, type SearchOptions } from './search-options.ts'
import { startEventOf, startExtraOf } from './start-events.ts'
import { steerActionOf } from './steer-action-of.ts'

/** The synchronous search: hands out work, takes results, and keeps the tree. It never waits, reads a clock or throws on bad luck. */
export interface Search<State, Step> {
  readonly fold: Fold
  /** The next piece of work, or null: wait if trials are in flight, otherwise there is nothing left to do. */
  ask(): Trial<State> | null
  /** Takes a result, in any order; a second result of the same trial is ignored. Throws `UNKNOWN_TRIAL` for one never handed out. */
  tell(trial: TrialId, outcome: Outcome<Step>): void
  /** Changes the search's course. Throws `INVALID_OPTIONS` for what cannot be done and `SEARCH_ENDED` after the end. */
  steer(by: string, command: SteerCommand<Step>): void
  /** Tells `listener`, and nobody else any more, when somebody has steered: a driver may be waiting. */
  onSteer(listener: () => void): void
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
const NO_NODES: readonly NodeId[] = []

/** Starts a search; its log begins with `search-start`. */
export function createSearch<Problem, State, Step>(options: SearchOptions<Problem, State, Step>): Search<State, Step> {
  const { backend, algorithm } = options
  const { seed, maxNodeFailures, range, capacity } = checkOptions(options)
  const policy = algorithm.start()
  const generators = options.generators ?? []
  const chooseGenerator = policy.generator ?? thompsonGenerators(generators)
  const proposals = policy.proposals ?? 'distinct'
  const fold = createFold(capacity)
  const { tree } = fold
  const ring = new EventRing(tree)
  const trials = new OpenTrials<Trial<State>>()
  /** Trials in a row that brought no step, by node. */
  const barren = new Map<NodeId, number>()
  /** States by node; while a result is taken in, its new states stand behind those of the tree, and these two describe them. */
  const states = new Array<State>(capacity)
  states[ROOT] = backend.root(options.problem)
  const newLabels: string[] = []
  const newFlags: number[] = []
  const newKeys: string[] = []
  let drawn = 0
  let steered = (): void => {}
  /** Nodes that hold a state, by its depth and key; null where states are not merged. */
  const known = policy.graph === true && backend.key !== undefined ? new Map<string, NodeId>() : null
  const context = {
    focus: ROOT,
    draw: () => keyedDraw(fold.steering.seed, fold.asked, drawn++),
    seed,
    close,
    via: [] as NodeId[],
  }

  const start = startEventOf(options, seed, flagsOf(backend, states[0]))
  ring.other(start)
  fold.seq++
  applySearchStart(fold, start)

  function close(node: NodeId, cause: CloseCause): void {
    if (tree.has(node, CLOSED)) return
    ring.nodeClose(node, cause)
    fold.seq++
    applyNodeClose(fold, node, cause)
    for (const twin of tree.twins.get(node) ?? NO_NODES) {
      close(twin, cause)
      closeFinished(tree.parent(twin))
    }
  }

  /** Closes `node` if nothing can be asked there or below any more, and so on up. */
  function closeFinished(node: NodeId): void {
    for (let x = node; x !== NONE && !tree.has(x, CLOSED); x = tree.parent(x)) {
      if (tree.has(x, TERMINAL | EVALUATED)) close(x, 'terminal')
      else if (tree.has(x, EXHAUSTED | EVALUATED) && tree.openChildren(x) === 0) close(x, 'exhausted')
      else return
    }
  }

  function ask(): Trial<State> | null {
    const { steering } = fold
    if (fold.end !== null || steering.paused || steering.cancelled || trials.size >= MAX_OPEN_TRIALS) return null
    if (steering.due.length > 0) {
      const due = steering.due.find((node) => !tree.has(node, EVALUATING))
      if (due !== undefined) return handOut(due, true, 0, undefined)
    }
    drawn = 0
    context.focus = steering.focus
    context.seed = steering.seed
    if (context.via.length > 0) context.via.length = 0
    const node = policy.select(tree, context)
    if (node === NONE) return null
    const flags = node >= 0 && node < tree.size ? tree.flags(node) : CLOSED
    if ((flags & CLOSED) !== 0) throw policyError(`selected node ${node}, expected an open one`)
    const evaluate = policy.evaluate === undefined ? (flags & EVALUATED) === 0 : policy.evaluate(tree, node)
    const want = (flags & TERMINAL) !== 0 ? 0 : policy.widen(tree, node)
    if (!(want >= 0) || (want === 0 && !evaluate))
      throw policyError(`selected node ${node}, but wants ${want} steps and no value`)
    return handOut(node, evaluate, want, context.via.length > 0 ? context.via.toReversed() : undefined)
  }

  function handOut(node: NodeId, evaluate: boolean, want: number, via: readonly NodeId[] | undefined): Trial<State> {
    const id = fold.asked
    const existing = want > 0 && tree.childCount(node) > 0 ? childLabels(tree, node) : NO_LABELS
    const state = states[node]!
    const depth = tree.depth(node)
    const generator = want > 0 && generators.length > 0 ? chooseGenerator(tree, node, context.draw) : undefined
    const evaluated = tree.has(node, EVALUATED)
    const asked = { id, node, depth, state, evaluate, evaluated, want, proposals, existing, seed: fold.steering.seed }
    const trial = generator === undefined ? asked : { ...asked, generator }
    ring.trialStart(id, node, evaluate, want, startExtraOf(generator, via))
    fold.seq++
    applyTrialStart(fold, id, node, evaluate, want, via)
    trials.add(id, trial)
    return trial
  }

  function tell(id: TrialId, outcome: Outcome<Step>): void {
    const trial = trials.get(id)
    if (trial === undefined) {
      if (Number.isInteger(id) && id >= 0 && id < fold.asked) return
      throw new SearchError('UNKNOWN_TRIAL', `trial ${String(id)}: expected one of the ${fold.asked} handed out`, {
        got: id,
      })
    }
    const fault = outcomeFault(trial, outcome, range)
    if (fault !== null) refuse(trial, { code: 'invalid-expansion', message: fault }, outcome)
    else if ('error' in outcome) refuse(trial, outcome.error, outcome)
    else accept(trial, outcome)
  }

  function accept(trial: Trial<State>, expansion: Expansion<Step>): void {
    const { node } = trial
    const fault = extend(trial, expansion.proposals)
    if (fault !== null) return refuse(trial, { code: 'invalid-expansion', message: fault }, expansion)
    const backup = policy.backup === undefined ? undefined : backupOf(trial, expansion.value)
    trials.take(trial.id)
    const { length } = expansion.proposals
    if (barren.size > 0 && (length > 0 || trial.want === 0)) barren.delete(node)
    if (length > 0) addNodes(trial, expansion.proposals)
    const unproductive = length === 0 && trial.want > 0 && proposals === 'distinct' && isTooOften(node)
    endTrial(trial, expansion, backup, unproductive || expansion.exhausted === true)
    if ((tree.flags(node) & (ANSWER | TERMINAL | EXHAUSTED)) !== 0) {
      noteAnswer(node)
      closeFinished(node)
    }
    if (unproductive) giveUp(node)
  }

  function backupOf(trial: Trial<State>, value: number | null): readonly number[] | undefined {
    const backup = value === null ? undefined : policy.backup!(tree, trial.node, value)
    if (backup !== undefined && backup.length !== trial.depth + 1)
      throw policyError(`backs up ${backup.length} values at depth ${trial.depth}`)
    return backup
  }

  /** Makes states of the proposals, for all or for none of them. Says why if the backend or the tree cannot take one. */
  function extend(trial: Trial<State>, proposed: readonly Proposal<Step>[]): string | null {
    const { length } = proposed
    if (length === 0) return null
    if (tree.childCount(trial.node) + length > MAX_CHILDREN) return `more than ${MAX_CHILDREN} children`
    if (trial.depth === MAX_DEPTH) return `more than ${MAX_DEPTH} steps`
    try {
      for (let i = 0; i < length; i++) {
        const { step } = proposed[i]!
        const state = backend.extend(trial.state, step)
        states[tree.size + i] = state
        newFlags[i] = flagsOf(backend, state)
        newLabels[i] = backend.label(step)
        if (known !== null) newKeys[i] = `${trial.depth + 1} ${backend.key!(state)}`
      }
      return null
    } catch (error) {
      return `extend: ${messageOf(error)}`
    }
  }

  function addNodes(trial: Trial<State>, proposed: readonly Proposal<Step>[]): void {
    const { id, node: parent } = trial
    for (let i = 0; i < proposed.length; i++) {
      const { prior, source = trial.generator, value } = proposed[i]!
      const node = tree.size
      const same = known === null ? undefined : firstWith(newKeys[i]!, node)
      applyNodeAdd(fold, id, parent, prior, newLabels[i]!, newFlags[i]!, source, value, same)
      ring.nodeAdd(id, node, parent, prior, value)
      fold.seq++
      if (value !== undefined || same !== undefined) settleNew(node, newFlags[i]!, value, same)
    }
  }

  /** The node that holds the state of this key already; undefined if `node` is the first one. */
  function firstWith(key: string, node: NodeId): NodeId | undefined {
    const same = known!.get(key)
    if (same === undefined) known!.set(key, node)
    return same
  }

  /** What follows from a new node's value, or from its state being there already. */
  function settleNew(node: NodeId, flags: number, value: number | undefined, same: NodeId | undefined): void {
    const isFinished = (flags & TERMINAL) !== 0
    if (same !== undefined && tree.has(same, CLOSED)) close(node, isFinished ? 'terminal' : 'exhausted')
    if (value === undefined) return
    noteAnswer(same ?? node)
    if (isFinished) close(same ?? node, 'terminal')
  }

  function endTrial(
    trial: Trial<State>,
    expansion: Expansion<Step>,
    backup: readonly number[] | undefined,
    exhausted: boolean,
  ): void {
    const { value } = expansion
    const extra = extraOf(expansion, backup)
    ring.trialEnd(trial.id, value ?? Number.NaN, exhausted, extra)
    fold.seq++
    applyTrialEnd(fold, trial.id, value, false, exhausted, extra)
  }

  /** A result that brings nothing but its cost. */
  function refuse(trial: Trial<State>, error: TrialError, outcome: Outcome<Step>): void {
    const usage = (outcome as { usage?: unknown } | null | undefined)?.usage
    const hopeless = isTooOften(trial.node)
    failTrial(trial, error, isUsage(usage) ? usage : undefined, hopeless && trial.want > 0)
    if (hopeless) giveUp(trial.node)
  }

  function failTrial(trial: Trial<State>, error: TrialError, usage: Usage | undefined, exhausted: boolean): void {
    trials.take(trial.id)
    const extra = { error, ...(usage === undefined ? {} : { usage }) }
    ring.trialEnd(trial.id, Number.NaN, exhausted, extra)
    fold.seq++
    applyTrialEnd(fold, trial.id, null, true, exhausted, extra)
  }

  function isTooOften(node: NodeId): boolean {
    const times = (barren.get(node) ?? 0) + 1
    barren.set(node, times)
    return times >= maxNodeFailures
  }

  /** A node that keeps failing, or keeps proposing nothing, is not asked again, so that no search hangs on it. */
  function giveUp(node: NodeId): void {
    if (tree.openChildren(node) > 0) return
    close(node, 'failed')
    closeFinished(tree.parent(node))
  }

  function noteAnswer(node: NodeId): void {
    if (!tree.has(node, ANSWER | EVALUATED)) return
    const best = fold.answer
    const value = tree.value(node)
    const { root } = fold.steering
    if (best === null || value > best.value) {
      if (root === ROOT || isBelow(tree, node, root)) changeAnswer({ node, value })
    } else if (best.node === node && value < best.value) changeAnswer(bestAnswerBelow(tree, root)!)
  }

  function changeAnswer({ node, value }: { readonly node: NodeId; readonly value: number }): void {
    ring.other({ seq: fold.seq, type: 'answer-change', node, value })
    fold.seq++
    fold.answer = { node, value }
  }

  function steer(by: string, command: SteerCommand<Step>): void {
    if (fold.end !== null) throw new SearchError('SEARCH_ENDED', `steer ${command.type}: the search has ended`)
    const { action, inserted } = steerActionOf(fold, backend, (node) => states[node]!, command)
    if (action.type === 'insert') states[tree.size] = inserted!
    ring.other({ seq: fold.seq, type: 'steer', by, action })
    fold.seq++
    applySteer(fold, by, action)
    if (action.type === 'avoid') close(action.node, 'pruned')
    steered()
  }

  const answerOf = (node: NodeId): string | null => (tree.has(node, ANSWER) ? backend.answer(states[node]!) : null)
  const recommend = (): NodeId => policy.recommend(tree, fold.answer?.node ?? NONE, answerOf, fold.steering.root)

  function end(reason: StopReason): void {
    if (fold.end !== null) return
    for (const trial of trials.values())
      failTrial(trial, { code: 'aborted', message: `the search ended: ${reason}` }, undefined, false)
    const event = { seq: fold.seq, type: 'search-end' as const, reason, node: recommend(), usage: fold.usage }
    ring.other(event)
    fold.seq++
    fold.end = event
  }

  function policyError(what: string): SearchError {
    return new SearchError('INVALID_POLICY', `${algorithm.name}: ${what}`, { nodes: tree.size })
  }

  return {
    fold,
    ask,
    tell,
    steer,
    onSteer: (listener) => void (steered = listener),
    end,
    drain: () => ring.drain(),
    discard: () => ring.discard(),
    state: (node) => states[node]!,
    recommend,
  }
}
