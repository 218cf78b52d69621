import { drawNormal, drawsOf } from '@espalier/core'
import { shown, TaskError } from '../task-error.ts'

/**
 * A tree whose leaves have hidden values. Each node adds a standard normal number of its own; a leaf is worth the sum along its path. A judge
 * reads the sum so far with noise that fades towards the leaves, where it is exact: an unfinished line is hard to judge, a finished one
 * can be checked. Everything is a function of the seed, so the best leaf is known by enumeration and nobody needs a model.
 */
export interface HiddenTree {
  /** Whole, in [0, 2^32). */
  readonly seed: number
  /** Steps from every inner node. Whole, 2 to 9. */
  readonly branching: number
  /** Steps to a leaf. Whole, at least 1. */
  readonly depth: number
  /** Standard deviation of the judge's error for each step still to come, in units of one step's own; errors add up as sqrt(steps). At least 0. */
  readonly noise: number
}

/** How well unfinished lines can be judged: `easy` 0.6 of a step's own spread, `noisy` twice that. */
const HIDDEN_TREE_NOISE = { easy: 0.6, noisy: 1.2 } as const

export type HiddenTreeSetting = keyof typeof HIDDEN_TREE_NOISE

/** All leaves are enumerated to score one, so there may not be too many. */
const MAX_LEAVES = 1_048_576
/** Sums are brought to (0, 1) by a logistic function of this scale. */
export const VALUE_SCALE = 2
/** Keeps the judge's errors apart from the values that it judges. */
const NOISE_SEED = 0x51ed270b

/** A tree of 4 steps a node and 8 levels (65,536 leaves) unless said otherwise. Throws a TaskError INVALID_OPTIONS. */
export function createHiddenTree(
  setting: HiddenTreeSetting,
  seed: number,
  { branching = 4, depth = 8 }: { readonly branching?: number; readonly depth?: number } = {},
): HiddenTree {
  const noise = Object.hasOwn(HIDDEN_TREE_NOISE, setting) ? HIDDEN_TREE_NOISE[setting] : undefined
  if (noise === undefined) throw invalid('setting', setting, Object.keys(HIDDEN_TREE_NOISE).join(' or '))
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) throw invalid('seed', seed, 'an integer in [0, 2^32)')
  if (!Number.isInteger(branching) || branching < 2 || branching > 9)
    throw invalid('branching', branching, 'an integer from 2 to 9')
  if (!Number.isInteger(depth) || depth < 1 || branching ** depth > MAX_LEAVES)
    throw invalid('depth', depth, `an integer of at least 1 with at most ${MAX_LEAVES} leaves`)
  return { seed, branching, depth, noise }
}

/** Trees of one setting, drawn from a seed. */
export function hiddenTrees(setting: HiddenTreeSetting, count: number, seed: number): readonly HiddenTree[] {
  const draw = drawsOf(seed, 0)
  return Array.from({ length: count }, () => createHiddenTree(setting, Math.floor(draw() * 0x100000000)))
}

/** Number of the i-th child of a node. The root is 0 and levels follow each other, so that no two nodes share a number. */
export function childNumber({ branching }: HiddenTree, node: number, i: number): number {
  return node * branching + i + 1
}

/** What a node adds to its path: standard normal. */
export function hiddenStep({ seed }: HiddenTree, node: number): number {
  return drawNormal(drawsOf(seed, node))
}

/** The sum along a node's path as the judge reads it, `stepsLeft` before the end. The same at every reading. */
export function judgedSum({ seed, noise }: HiddenTree, node: number, sum: number, stepsLeft: number): number {
  if (stepsLeft === 0) return sum
  return sum + noise * Math.sqrt(stepsLeft) * drawNormal(drawsOf((seed ^ NOISE_SEED) >>> 0, node))
}

function invalid(where: string, got: unknown, expected: string): TaskError {
  return new TaskError('INVALID_OPTIONS', 'Not a hidden-value tree', { got: shown(got), expected, where })
}
