import {
  copyRecords,
  createFold,
  treeOfRecords,
  type Fold,
  type NodeId,
  type NodeTexts,
  type Transition,
  type TrialId,
} from '@espalier/core'
import { createTokenCounter, type TokenCounter } from './token-counts.ts'

/** A fold at one place of its log, to go on from: the tree's records as they are, and what stands beside them. */
export interface Checkpoint {
  /** Events that it rests on. */
  readonly events: number
  readonly bytes: number
  readonly records: Uint8Array
  readonly transitions: readonly (readonly [NodeId, Transition])[]
  readonly originals: readonly (readonly [NodeId, NodeId])[]
  readonly tokens: Float64Array
  readonly openTrials: readonly (readonly [TrialId, NodeId])[]
  readonly rest: Omit<Fold, 'tree' | 'openTrials'>
}

export function takeCheckpoint(fold: Fold, tokens: TokenCounter): Checkpoint {
  const { tree, openTrials, ...rest } = fold
  const records = copyRecords(tree)
  const counts = tokens.copy(tree.size)
  return {
    events: fold.seq,
    bytes: records.byteLength + counts.byteLength,
    records,
    transitions: [...tree.transitions],
    originals: [...tree.originals],
    tokens: counts,
    openTrials: openTrials.entries(),
    rest,
  }
}

/** A fold of its own from a checkpoint. */
export function fromCheckpoint(
  { records, transitions, originals, tokens, openTrials, rest }: Checkpoint,
  texts: NodeTexts,
): { readonly fold: Fold; readonly tokens: TokenCounter } {
  const fold: Fold = { ...createFold(0), ...rest, tree: treeOfRecords(records, texts, transitions, originals) }
  for (const [trial, node] of openTrials) fold.openTrials.add(trial, node)
  return { fold, tokens: createTokenCounter(tokens) }
}
