import { SearchError, messageOf } from '../errors.ts'
import { Flag, MAX_CHILDREN, MAX_DEPTH, MAX_PRIOR, MAX_VALUE, NONE, ROOT, type NodeId } from '../tree/tree.ts'
import { EVENT_VERSION, type NodeAddEvent, type SearchEvent, type TrialEndEvent } from './event.ts'
import type { Fold } from './fold.ts'
import { MAX_OPEN_TRIALS } from './open-trials.ts'
import { steerFault } from './steer-fault.ts'
import { isUsage } from './usage.ts'

const CAUSES: readonly string[] = ['terminal', 'exhausted', 'proven', 'pruned', 'failed']
const REASONS: readonly string[] = [
  'trials',
  'nodes',
  'tokens',
  'cost',
  'time',
  'value',
  'proven',
  'settled',
  'answers',
  'failures',
  'exhausted',
  'aborted',
]

/**
 * Throws `INVALID_EVENT` unless the event is whole and may follow what was folded before. The engine obeys these rules by
 * construction; a log from a disk or a network may not, and must never bend a tree silently.
 */
export function checkEvent(fold: Fold, event: SearchEvent): void {
  const fault = event.type === 'search-start' ? startFault(fold, event) : (orderFault(fold) ?? eventFault(fold, event))
  if (fault === null) return
  throw new SearchError('INVALID_EVENT', `event ${event.seq} (${messageOf(event.type)}): ${fault}`, {
    seq: event.seq,
    type: event.type,
  })
}

function startFault(fold: Fold, event: Extract<SearchEvent, { type: 'search-start' }>): string | null {
  if (fold.start !== null) return 'the search has started already'
  const { version, search, seed, policy, label, terminal, answer } = event
  if (!(isCount(version) && version >= 1 && version <= EVENT_VERSION))
    return `version ${show(version)}, this reader knows 1 to ${EVENT_VERSION}`
  if (!isCount(seed)) return `seed ${show(seed)}, expected a whole number`
  if (!isText(search) || !isText(label)) return 'search and label: expected text'
  if (!isRecord(policy) || !isText(policy.name)) return 'policy: expected a name and parameters'
  return markFault(terminal) ?? markFault(answer)
}

function orderFault(fold: Fold): string | null {
  if (fold.start === null) return 'expected search-start first'
  return fold.end === null ? null : 'the search has ended'
}

function eventFault(fold: Fold, event: Exclude<SearchEvent, { type: 'search-start' }>): string | null {
  const { tree } = fold
  switch (event.type) {
    case 'trial-start':
      if (!isOpen(fold, event.node) && !isDue(fold, event.node)) return `node ${show(event.node)} is not an open node`
      if (event.trial !== fold.asked) return `trial ${show(event.trial)}, expected ${fold.asked}`
      if (typeof event.evaluate !== 'boolean') return `evaluate ${show(event.evaluate)}, expected true or false`
      if (!isCount(event.want) || (event.want === 0 && !event.evaluate))
        return `want ${show(event.want)}: nothing is asked for`
      if (event.generator !== undefined && !(isText(event.generator) && event.want > 0))
        return `generator ${show(event.generator)}, expected text, and steps asked of it`
      if (event.via !== undefined && !isPath(fold, event.node, event.via))
        return 'via: expected the second ways that lead there'
      if (event.want > 0 && !isOpen(fold, event.node)) return `node ${event.node} is closed, and steps are asked for`
      return fold.openTrials.size < MAX_OPEN_TRIALS ? null : `more than ${MAX_OPEN_TRIALS} trials under way`
    case 'node-add':
      return nodeAddFault(fold, event)
    case 'trial-end':
      return trialEndFault(fold, event)
    case 'node-close':
      if (!isOpen(fold, event.node)) return `node ${show(event.node)} is not an open node`
      return CAUSES.includes(event.cause) ? null : `cause ${show(event.cause)}, expected one of ${CAUSES.join(', ')}`
    case 'answer-change':
      if (!isKnown(fold, event.node)) return `node ${show(event.node)} of ${tree.size} nodes`
      return isValue(event.value) ? null : `value ${show(event.value)}, expected a number`
    case 'steer': {
      if (!isText(event.by)) return 'by: expected text'
      const fault = steerFault(fold, event.action)
      return fault === null ? null : `action: ${fault}`
    }
    case 'search-end':
      if (!isKnown(fold, event.node)) return `node ${show(event.node)} of ${tree.size} nodes`
      if (!REASONS.includes(event.reason)) return `reason ${show(event.reason)}, expected one of ${REASONS.join(', ')}`
      if (fold.openTrials.size > 0) return `${fold.openTrials.size} trials are still under way`
      return isUsage(event.usage) ? null : 'usage: expected counts of at least 0'
    default:
      return 'unknown type'
  }
}

function nodeAddFault(fold: Fold, event: NodeAddEvent): string | null {
  const { tree } = fold
  const { node, parent, prior, value } = event
  if (node !== tree.size) return `node ${show(node)}, expected ${tree.size}`
  if (!isKnown(fold, parent)) return `parent ${show(parent)} of ${tree.size} nodes`
  if (fold.openTrials.get(event.trial) !== parent)
    return `trial ${show(event.trial)} is not under way at node ${parent}`
  if (!(isValue(prior) && prior >= 0 && prior <= MAX_PRIOR)) return `prior ${show(prior)}, expected 0 to ${MAX_PRIOR}`
  if (value !== undefined && !isValue(value)) return `value ${show(value)}, expected a number`
  if (!isText(event.label)) return 'label: expected text'
  if (event.same !== undefined && !isSame(fold, parent, event.same))
    return `same ${show(event.same)}, expected a node as deep`
  if (event.source !== undefined && !isText(event.source)) return 'source: expected text'
  if (tree.childCount(parent) === MAX_CHILDREN) return `node ${parent} has ${MAX_CHILDREN} children already`
  if (tree.depth(parent) === MAX_DEPTH) return `node ${parent} is ${MAX_DEPTH} steps deep already`
  return markFault(event.terminal) ?? markFault(event.answer)
}

function trialEndFault(fold: Fold, event: TrialEndEvent): string | null {
  const { trial, value, reward, discount, backup, rejected, critique, usage, error } = event
  const node = fold.openTrials.get(trial)
  if (node === undefined) return `trial ${show(trial)} is not under way`
  if (value !== null && !isValue(value)) return `value ${show(value)}, expected a number or null`
  if (error !== undefined && (value !== null || !isRecord(error) || !isText(error.code) || !isText(error.message))) {
    return 'error: expected a code, a message and no value'
  }
  if (reward !== undefined || discount !== undefined) {
    if (value === null || node === ROOT) return 'reward and discount: expected only with the value of a step'
    if (reward !== undefined && !isValue(reward)) return `reward ${show(reward)}, expected a number`
    if (discount !== undefined && !(isValue(discount) && Math.abs(discount) <= 1))
      return `discount ${show(discount)}, expected -1 to 1`
  }
  if (
    backup !== undefined &&
    !(Array.isArray(backup) && backup.length === fold.tree.depth(node) + 1 && backup.every(isValue))
  ) {
    return `backup: expected ${fold.tree.depth(node) + 1} numbers`
  }
  if (
    rejected !== undefined &&
    !(
      Array.isArray(rejected) && rejected.every((one) => isRecord(one) && isText(one['label']) && isText(one['reason']))
    )
  ) {
    return 'rejected: expected labels with reasons'
  }
  if (critique !== undefined && !isText(critique)) return 'critique: expected text'
  if (usage !== undefined && !isUsage(usage)) return 'usage: expected counts of at least 0'
  return markFault(event.exhausted)
}

function isKnown(fold: Fold, node: NodeId): boolean {
  return isCount(node) && node < fold.tree.size
}

function isOpen(fold: Fold, node: NodeId): boolean {
  return isKnown(fold, node) && !fold.tree.has(node, Flag.closed)
}

/** Whether a path to the node can have gone over these second ways, from below up. */
function isPath({ tree }: Fold, node: NodeId, via: readonly NodeId[]): boolean {
  if (!Array.isArray(via) || via.length === 0) return false
  let at: NodeId = node
  for (const twin of via as readonly unknown[]) {
    if (!isCount(twin) || !tree.originals.has(twin as NodeId)) return false
    while (at !== NONE && at !== tree.original(twin as NodeId)) at = tree.parent(at)
    if (at === NONE) return false
    at = tree.parent(twin as NodeId)
  }
  return true
}

/** Whether a step from `parent` can lead to the state of that node: levels stay apart, so that no way leads round in a circle. */
function isSame(fold: Fold, parent: NodeId, same: NodeId): boolean {
  const { tree } = fold
  return isKnown(fold, same) && tree.original(same) === same && tree.depth(same) === tree.depth(parent) + 1
}

/** A closed node may be judged again when somebody asked for that. */
const isDue = (fold: Fold, node: NodeId): boolean => fold.steering.due.includes(node)

const isValue = (x: unknown): boolean => typeof x === 'number' && Math.abs(x) <= MAX_VALUE
const isCount = (x: unknown): boolean => Number.isSafeInteger(x) && (x as number) >= 0
const isText = (x: unknown): x is string => typeof x === 'string'
const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === 'object' && x !== null
const show = (x: unknown): string => (isText(x) ? JSON.stringify(x) : isRecord(x) ? 'an object' : String(x))
const markFault = (mark: unknown): string | null =>
  mark === undefined || mark === true ? null : `mark ${show(mark)}, expected true or nothing`
