import { Flag, type NodeId, type StateBackend, type TreeView } from '@espalier/core'
import { LatentError } from '../latent-error.ts'
import { parseLabel } from '../step-label.ts'
import type { PlacedStep } from '../thought-backend.ts'
import type { ThoughtPool } from '../thought-pool.ts'
import type { ThoughtState } from '../thought-state.ts'
import type { ThoughtTask } from '../thought-task.ts'
import { divergenceKernel } from './divergence-kernel.ts'

/** A thought that a step led to, as far as kernels look at it. */
export interface Landed {
  /** [dim] */
  readonly hidden: Float32Array
  /** Natural log-probabilities of what it reads as. [symbols] */
  readonly readOut: Float32Array
}

/** How alike two nodes are, in [0, 1]; 0 while one of them has not been thought of. */
export type NodeSimilarity = (a: NodeId, b: NodeId) => number

/** Where the steps of one search led to: what a policy over nodes knows of vectors. */
export interface Landings {
  /** For `thoughtExpand`, as its `onThought`. */
  readonly note: (node: NodeId, thought: Landed) => void
  readonly similarity: NodeSimilarity
  /** Thinks again of the nodes of a log, before `resumeSearch` asks whether it would choose as the log says. */
  restore<Problem>(tree: TreeView, problem: Problem, world: ThoughtWorld<Problem>): Promise<void>
}

/** What it takes to think again of what a log names. */
export interface ThoughtWorld<Problem> {
  readonly task: ThoughtTask<Problem, unknown>
  readonly backend: StateBackend<Problem, ThoughtState<Problem>, PlacedStep>
  readonly pool: ThoughtPool<Problem>
}

/** A pair of nodes as one number: both are below 2^26. */
const PAIR = 67_108_864

/**
 * Keeps the thoughts that nodes came to, 4 (dim + symbols) bytes a node. `kernel`: symmetric, in [0, 1]; default `divergenceKernel` of the
 * read-outs, for two thoughts are alike that say the same.
 */
export function landings(
  kernel: (a: Landed, b: Landed) => number = (a, b) => divergenceKernel(a.readOut, b.readOut),
): Landings {
  const landed = new Map<NodeId, Landed>()
  const known = new Map<number, number>()
  return {
    note: (node, { hidden, readOut }) => landed.set(node, { hidden, readOut }),
    similarity: (a, b) => {
      if (a === b) return 1
      const [first, second] = [landed.get(a), landed.get(b)]
      if (first === undefined || second === undefined) return 0
      const pair = Math.min(a, b) * PAIR + Math.max(a, b)
      const before = known.get(pair)
      if (before !== undefined) return before
      const similarity = kernel(first, second)
      known.set(pair, similarity)
      return similarity
    },
    restore: async (tree, problem, { task, backend, pool }) => {
      const states = [backend.root(problem)]
      for (let node = 1; node < tree.size; node++) {
        const parent = states[tree.parent(node)]!
        const step = parseLabel(task, parent, tree.label(node))
        if (step === null) throw notThoughts(tree.label(node), node)
        states.push(backend.extend(parent, step))
      }
      const nodes = [...states.keys()].filter(
        (node) => tree.has(node, Flag.evaluated) && !tree.has(node, Flag.terminal),
      )
      const thoughts = await pool.thoughtsOf(nodes.map((node) => states[node]!))
      for (const [i, node] of nodes.entries()) landed.set(node, thoughts[i]!)
    },
  }
}

function notThoughts(label: string, node: NodeId): LatentError {
  const expected = 'a step of a line of thought'
  return new LatentError('INVALID_OPTIONS', 'not a log of thoughts', { got: label, expected, where: `node ${node}` })
}
