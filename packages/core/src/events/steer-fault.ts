import { messageOf } from '../errors.ts'
import { Flag, MAX_CHILDREN, MAX_DEPTH, MAX_PRIOR, type NodeId } from '../tree/tree.ts'
import type { Fold } from './fold.ts'
import type { Extension, ForkAction, InsertAction, SteerAction } from './steer-action.ts'
import { isBelow } from './steering.ts'

const EXTENSIONS = ['trials', 'nodes', 'tokens', 'costUsd', 'timeMs'] as const

/** Why an action cannot be taken, null if it can: the same for somebody who steers and for a log that says so. */
export function steerFault(fold: Fold, action: SteerAction): string | null {
  if (typeof action !== 'object' || action === null) return `got ${messageOf(action)}, expected an action`
  switch (action.type) {
    case 'avoid':
    case 're-evaluate':
      return nodeFault(fold, action.node)
    case 'focus':
    case 're-root':
      return nodeFault(fold, action.node) ?? outsideFault(fold, action.node)
    case 'insert':
      return nodeFault(fold, action.node) ?? insertFault(fold, action)
    case 'pause':
    case 'resume':
    case 'cancel':
      return null
    case 'extend':
      return extensionFault(action)
    case 'fork':
      return forkFault(fold, action)
    default:
      return `got ${messageOf((action as { type?: unknown }).type)}, expected one of focus, avoid, re-root, insert, re-evaluate, pause, resume, extend, cancel, fork`
  }
}

function nodeFault({ tree }: Fold, node: NodeId): string | null {
  return Number.isInteger(node) && node >= 0 && node < tree.size
    ? null
    : `node ${messageOf(node)}, expected one of ${tree.size}`
}

function outsideFault({ tree, steering }: Fold, node: NodeId): string | null {
  return isBelow(tree, node, steering.root) ? null : `node ${node}, expected one below the root ${steering.root}`
}

function insertFault({ tree }: Fold, { node, child, label, prior, terminal, answer }: InsertAction): string | null {
  if (tree.has(node, Flag.terminal)) return `node ${node} is finished and takes no more steps`
  if (child !== tree.size) return `child ${messageOf(child)}, expected ${tree.size}`
  if (typeof label !== 'string') return 'label: expected text'
  if (!(typeof prior === 'number' && prior >= 0 && prior <= MAX_PRIOR))
    return `prior ${messageOf(prior)}, expected 0 to ${MAX_PRIOR}`
  if (tree.childCount(node) === MAX_CHILDREN) return `node ${node} has ${MAX_CHILDREN} children already`
  if (tree.depth(node) === MAX_DEPTH) return `node ${node} is ${MAX_DEPTH} steps deep already`
  const marked = (mark: unknown): boolean => mark === undefined || mark === true
  return marked(terminal) && marked(answer) ? null : 'terminal and answer: expected true or nothing'
}

function extensionFault(more: Extension): string | null {
  const given = EXTENSIONS.filter((kind) => more[kind] !== undefined)
  const wrong = given.find((kind) => !(Number.isFinite(more[kind]) && more[kind]! >= 0))
  if (wrong !== undefined) return `${wrong} ${messageOf(more[wrong])}, expected a number of at least 0`
  return given.length > 0 ? null : `expected one of ${EXTENSIONS.join(', ')}`
}

function forkFault(fold: Fold, { search, at, seed }: ForkAction): string | null {
  if (typeof search !== 'string') return 'search: expected text'
  if (!(Number.isSafeInteger(at) && at > 0 && at <= fold.seq)) return `at ${messageOf(at)}, expected 1 to ${fold.seq}`
  return Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff
    ? null
    : `seed ${messageOf(seed)}, expected a whole number below 2^32`
}
