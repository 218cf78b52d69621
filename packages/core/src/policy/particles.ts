import { portableExp, portableLog } from '../portable-math.ts'
import { nodeDraws } from '../random.ts'
import type { SearchPolicy, SelectContext } from '../search/policy.ts'
import { Flag, NONE, ROOT, type NodeId, type Tree } from '../tree/tree.ts'
import { isInPlay } from './in-play.ts'
import { bestAnswer } from './recommend.ts'

export interface ParticleOptions {
  /** Particles: partial solutions held at once, copies counted. */
  readonly count: number
  /** Sets of particles, one after the other; 0 goes on until the budget ends. */
  readonly rounds: number
  /** Weights are values to the power of 1 / temperature: below 1 the best are copied more, above 1 less. */
  readonly temperature: number
}

/** Levels are drawn for under numbers that no node has. */
const LEVELS = 2 ** 31

/**
 * Particle filtering (Puri 2025, Algorithm 1): every particle goes one step on by a sample of its own, the new states are evaluated, and the
 * next particles are drawn among them in proportion to their weights. Finished ones stay as they are and are drawn with the others. When
 * all are finished, the next set starts. A level waits for its last result.
 */
export function particlePolicy({ count, rounds, temperature }: ParticleOptions): SearchPolicy {
  let focus = ROOT
  /** Nodes that particles stand at, with how many. */
  let particles = new Map<NodeId, number>([[ROOT, count]])
  /** The child after which a node's samples of this level begin. */
  let since = new Map<NodeId, NodeId>()
  let level = 0
  let round = 1

  function restart(at: NodeId): void {
    focus = at
    particles = new Map([[at, count]])
    since = new Map()
    level++
  }

  /** Children of a node that came in this level. */
  function samplesOf(tree: Tree, node: NodeId): NodeId[] {
    const samples: NodeId[] = []
    const after = since.get(node) ?? NONE
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child))
      if (child > after) samples.push(child)
    return samples
  }

  const isFinished = (tree: Tree, node: NodeId): boolean => tree.has(node, Flag.terminal | Flag.evaluated)

  /** How many samples a node still owes its level. */
  function owed(tree: Tree, node: NodeId): number {
    return (particles.get(node) ?? 0) - samplesOf(tree, node).length
  }

  /** Draws the next particles among the samples and the finished ones; false where none is left. */
  function resample(tree: Tree, seed: number): boolean {
    const states: NodeId[] = []
    const copies: number[] = []
    for (const [node, held] of particles) {
      const next = isFinished(tree, node) ? [node] : samplesOf(tree, node)
      for (const state of next) {
        if (!tree.has(state, Flag.evaluated) || (tree.has(state, Flag.closed) && !isFinished(tree, state))) continue
        states.push(state)
        copies.push(state === node ? held : 1)
      }
    }
    if (states.every((state) => isFinished(tree, state))) return false
    const weights = states.map((state, i) => copies[i]! * weightOf(tree.value(state), temperature))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const draw = nodeDraws(seed, LEVELS + level)
    particles = new Map()
    for (let i = 0; i < count; i++) {
      let left = draw() * total
      let k = 0
      while (k < states.length - 1 && (left -= weights[k]!) >= 0) k++
      particles.set(states[k]!, (particles.get(states[k]!) ?? 0) + 1)
    }
    since = new Map()
    for (const node of particles.keys()) since.set(node, lastChild(tree, node))
    level++
    return true
  }

  /** Work that this level still needs; NONE while it waits; null when the level is complete. */
  function due(tree: Tree): NodeId | null {
    let isWaiting = false
    for (const node of particles.keys()) {
      if (!isInPlay(tree, node, focus) || tree.has(node, Flag.terminal)) continue
      if (tree.has(node, Flag.generating)) isWaiting = true
      else if (owed(tree, node) > 0 && !tree.has(node, Flag.exhausted)) return node
      for (const sample of samplesOf(tree, node)) {
        if (tree.has(sample, Flag.evaluated) || tree.has(sample, Flag.closed)) continue
        if (!tree.has(sample, Flag.evaluating)) return sample
        isWaiting = true
      }
    }
    return isWaiting ? NONE : null
  }

  function select(tree: Tree, context: SelectContext): NodeId {
    if (context.focus !== focus) restart(context.focus)
    while (isInPlay(tree, focus, focus)) {
      if (!tree.has(focus, Flag.evaluated)) return tree.has(focus, Flag.evaluating) ? NONE : focus
      const work = due(tree)
      if (work !== null) return work
      if (resample(tree, context.seed)) continue
      if (round === rounds || tree.has(focus, Flag.exhausted) || tree.has(focus, Flag.terminal)) return NONE
      round++
      restart(focus)
      since.set(focus, lastChild(tree, focus))
    }
    return NONE
  }

  return {
    select,
    widen: (tree, node) =>
      tree.has(node, Flag.evaluated) && particles.has(node) ? Math.max(0, owed(tree as Tree, node)) : 0,
    recommend: bestAnswer,
    proposals: 'independent',
  }
}

/** value^(1 / temperature), never quite 0, so that particles survive a judge that gives nothing to any. */
function weightOf(value: number, temperature: number): number {
  return portableExp(portableLog(Math.max(value, 1e-12)) / temperature)
}

function lastChild(tree: Tree, node: NodeId): NodeId {
  let last = NONE
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) last = child
  return last
}
