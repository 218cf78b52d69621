import { shown, TaskError } from '../task-error.ts'
import { numberSets } from './number-sets.ts'
import { type CountdownPuzzle, DEFAULT_TARGET, MAX_TARGET } from './puzzle.ts'
import { reachableTargets } from './reachable-targets.ts'
import { type Draw, drawIndex, seededDraw } from './seeded.ts'
import { type Split, splitOf } from './split.ts'

export interface HeldOutOptions {
  readonly split: Split
  /** How many puzzles, at least 1; at most the solvable sets of the split (see `heldOutPuzzles`). */
  readonly count: number
  /** Numbers in a puzzle. */
  readonly numbers: 4 | 5 | 6
  /** Targets are drawn from 1..maxTarget. Ours: without it always 24 for four numbers, 999 for five and six. */
  readonly maxTarget?: number
  /** Integer; the same seed gives the same puzzles in the same order. */
  readonly seed: number
}

const DEFAULT_MAX_TARGET = 999

/**
 * Solvable puzzles whose numbers belong to a split (`splitOf`): numbers uniform in 1..13, no multiset twice, each with a
 * target uniform among those in range that its numbers reach. Sets that reach none are passed over. With the default targets
 * `validation` has 77, 379 and 1,187 such sets of four, five and six numbers, and `test` 174 (the hundred official puzzles
 * among them), 371 and 1,159. Measured: 200 puzzles of six numbers take about 2 s, all others far less.
 *
 * Throws a TaskError INVALID_OPTIONS for options out of range, and when the split has fewer such puzzles than asked for.
 */
export function heldOutPuzzles(options: HeldOutOptions): readonly CountdownPuzzle[] {
  checkOptions(options)
  const draw = seededDraw(options.seed)
  const pool = numberSets(options.numbers).filter((numbers) => splitOf(numbers) === options.split)
  const weights = pool.map(orders)
  let totalWeight = weights.reduce((sum, weight) => sum + weight, 0)
  const puzzles: CountdownPuzzle[] = []
  while (puzzles.length < options.count && totalWeight > 0) {
    const index = drawWeighted(draw, weights, totalWeight)
    const numbers = pool[index]!
    totalWeight -= weights[index]!
    weights[index] = 0
    const targets = targetsInRange(numbers, options)
    if (targets.length > 0) puzzles.push({ numbers, target: targets[drawIndex(draw, targets.length)]! })
  }
  if (puzzles.length < options.count) {
    throw invalid('count', shown(options.count), `at most ${puzzles.length}, all that the split ${options.split} has`)
  }
  return puzzles
}

function targetsInRange(numbers: readonly number[], { maxTarget }: HeldOutOptions): readonly number[] {
  if (maxTarget === undefined && numbers.length === 4) {
    return reachableTargets(numbers, DEFAULT_TARGET).filter((target) => target === DEFAULT_TARGET)
  }
  return reachableTargets(numbers, maxTarget ?? DEFAULT_MAX_TARGET)
}

/** In how many orders a sorted multiset can be dealt: its chance when the numbers are drawn one by one. */
function orders(numbers: readonly number[]): number {
  let count = 1
  let run = 0
  numbers.forEach((value, index) => {
    run = value === numbers[index - 1] ? run + 1 : 1
    count *= (index + 1) / run
  })
  return Math.round(count)
}

/** Index in proportion to the weights, which are whole numbers. */
function drawWeighted(draw: Draw, weights: readonly number[], totalWeight: number): number {
  let rest = drawIndex(draw, totalWeight)
  return weights.findIndex((weight) => (rest -= weight) < 0)
}

function checkOptions({ split, count, numbers, maxTarget, seed }: HeldOutOptions): void {
  if (!['train', 'validation', 'test'].includes(split))
    throw invalid('split', shown(split), 'train, validation or test')
  if (!Number.isSafeInteger(count) || count < 1) throw invalid('count', shown(count), 'an integer of at least 1')
  if (![4, 5, 6].includes(numbers)) throw invalid('numbers', shown(numbers), '4, 5 or 6')
  if (!Number.isSafeInteger(seed)) throw invalid('seed', shown(seed), 'an integer')
  if (maxTarget !== undefined && (!Number.isInteger(maxTarget) || maxTarget < 1 || maxTarget > MAX_TARGET)) {
    throw invalid('maxTarget', shown(maxTarget), `an integer in 1..${MAX_TARGET}`)
  }
}

function invalid(where: string, got: string, expected: string): TaskError {
  return new TaskError('INVALID_OPTIONS', 'Cannot draw puzzles', { got, expected, where })
}
