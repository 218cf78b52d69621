import { Tree, createFold, type Fold, type NodeId, type TrialId } from '@espalier/core'
import { createTokenCounter, type TokenCounter } from './token-counts.ts'

/** A fold at one place of its log, to go on from: the arena's records as they are, and what stands beside them. */
export interface Checkpoint {
  /** Events that it rests on. */
  readonly events: number
  readonly bytes: number
  readonly records: Uint8Array
  readonly tokens: Float64Array
  readonly openTrials: readonly (readonly [TrialId, NodeId])[]
  readonly rest: Omit<Fold, 'tree' | 'openTrials'>
}

/** What all folds of one log have in common: labels and sources by node, as far as the log goes. */
export interface NodeTexts {
  readonly labels: readonly string[]
  readonly sources: readonly (readonly [NodeId, string])[]
}

const RECORD_BYTES = new Tree(1).i32.byteLength

export function takeCheckpoint(fold: Fold, tokens: TokenCounter): Checkpoint {
  const { tree, openTrials, ...rest } = fold
  const records = new Uint8Array(tree.i32.buffer, 0, tree.size * RECORD_BYTES).slice()
  const counts = tokens.copy(tree.size)
  return {
    events: fold.seq,
    bytes: records.byteLength + counts.byteLength,
    records,
    tokens: counts,
    openTrials: openTrialsOf(fold),
    rest,
  }
}

/** A fold of its own from a checkpoint. */
export function fromCheckpoint(
  { records, tokens, openTrials, rest }: Checkpoint,
  { labels, sources }: NodeTexts,
): { readonly fold: Fold; readonly tokens: TokenCounter } {
  const nodes = records.byteLength / RECORD_BYTES
  const fold = createFold(Math.max(1024, nodes * 2))
  const { tree } = fold
  new Uint8Array(tree.i32.buffer).set(records)
  tree.size = nodes
  for (let node = 0; node < nodes; node++) tree.labels[node] = labels[node]!
  for (const [node, source] of sources) {
    if (node >= nodes) break
    tree.sources.set(node, source)
  }
  for (const [trial, node] of openTrials) fold.openTrials.add(trial, node)
  return { fold: Object.assign(fold, rest), tokens: createTokenCounter(tokens) }
}

/** The trials under way, oldest first. They are few, and mostly the newest. */
function openTrialsOf({ openTrials, asked }: Fold): [TrialId, NodeId][] {
  const found: [TrialId, NodeId][] = []
  for (let trial = asked - 1; trial >= 0 && found.length < openTrials.size; trial--) {
    const node = openTrials.get(trial)
    if (node !== undefined) found.push([trial, node])
  }
  return found.reverse()
}
