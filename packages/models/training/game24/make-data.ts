/**
 * Training examples for the Countdown model, made by our own enumeration.
 *
 *   tsx --conditions=@espalier/source make-data.ts --out FILE --seed 1 --count 500000 [--split train|validation] [--dead-end-steps 0.5] [--large-share 0.6]
 *
 * One example is a state (target, numbers left), whether it is solvable, and for solvable states one good next step, drawn in
 * proportion to the number of solutions behind it. Dead ends are siblings of good steps, so the value has to tell siblings apart; at every
 * step two more results of moves are there for the value alone. A share of the dead ends (`--dead-end-steps`) carries some legal step, so
 * that the model writes honest arithmetic there too instead of ending every puzzle in its target. A record is 64 bytes: prompt length,
 * total length, label, count of numbers, then up to 60 token ids.
 * States of four or more of the numbers 1..13 whose multiset is held out (`splitOf`) never appear in the training data.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { countSolutions, isSolvable } from '../../../tasks/src/countdown/enumerate.ts'
import { splitOf } from '../../../tasks/src/countdown/split.ts'
import { countdownTokenizer } from '../../src/tokenizer.ts'

const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '500000' },
    split: { type: 'string', default: 'train' },
    'dead-end-steps': { type: 'string', default: '0.5' },
    'large-share': { type: 'string', default: '0.6' },
  },
})
const total = Number(options.count)
const deadEndSteps = Number(options['dead-end-steps'])
/** Share of puzzles of five and six numbers with targets to 999; the others have four numbers and targets to 100, often 24. */
const largeShare = Number(options['large-share'])
const tokenizer = countdownTokenizer()
const RECORD = 64
const MAX_TOKENS = RECORD - 4

let seedState = Number(options.seed) >>> 0
/** mulberry32: uniform in [0, 1). */
function random(): number {
  seedState = (seedState + 0x6d2b79f5) >>> 0
  let t = seedState
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = (n: number): number => Math.floor(random() * n)

/** A small fraction, as [numerator, denominator] in lowest terms: plain numbers, since the data is bounded. */
type Ratio = readonly [number, number]
type State = readonly Ratio[]
interface Move {
  readonly a: Ratio
  readonly operator: string
  readonly b: Ratio
  readonly result: Ratio
  readonly left: State
}

const gcd = (x: number, y: number): number => (y === 0 ? x || 1 : gcd(y, x % y))
const ratio = (n: number, d: number): Ratio => [n / gcd(n, d), d / gcd(n, d)]
const valueOf = (x: Ratio): number => x[0] / x[1]
const values = (state: State): number[] => state.map(valueOf)
const show = (x: Ratio): string => (x[1] === 1 ? String(x[0]) : `${x[0]}/${x[1]}`)

/** Legal moves with results up to 9,999 and denominators up to 99: what the model is asked to write. */
function moves(state: State): Move[] {
  const found: Move[] = []
  const seen = new Set<string>()
  for (let i = 0; i < state.length; i++) {
    for (let j = 0; j < i; j++) {
      const [x, y] = valueOf(state[i]!) >= valueOf(state[j]!) ? [state[i]!, state[j]!] : [state[j]!, state[i]!]
      const pair = `${show(x)} ${show(y)}`
      if (seen.has(pair)) continue
      seen.add(pair)
      const rest = state.filter((_, k) => k !== i && k !== j)
      const add = (a: Ratio, operator: string, b: Ratio, result: Ratio): void => {
        if (result[0] > 9999 || result[1] > 99) return
        found.push({ a, operator, b, result, left: [...rest, result].sort((u, v) => valueOf(u) - valueOf(v)) })
      }
      add(x, '+', y, ratio(x[0] * y[1] + y[0] * x[1], x[1] * y[1]))
      add(x, '-', y, ratio(x[0] * y[1] - y[0] * x[1], x[1] * y[1]))
      add(x, '*', y, ratio(x[0] * y[0], x[1] * y[1]))
      if (y[0] !== 0) add(x, '/', y, ratio(x[0] * y[1], x[1] * y[0]))
      if (x[0] !== 0 && valueOf(x) !== valueOf(y)) add(y, '/', x, ratio(y[0] * x[1], y[1] * x[0]))
    }
  }
  return found
}

const records = Buffer.alloc(total * RECORD)
let count = 0

/** Whether a state of original numbers belongs to another split than the one being made. */
function heldOut(state: State): boolean {
  if (state.length < 4 || !state.every((x) => x[1] === 1 && x[0] >= 1 && x[0] <= 13)) return false
  return splitOf(values(state)) !== options.split
}

/** A dead end, with some legal step or without. */
function emitDeadEnd(state: State, target: number): void {
  const all = state.length > 1 && random() < deadEndSteps ? moves(state) : []
  emit(state, target, 0, all.length === 0 ? null : all[choose(all.map(plausibility))]!)
}

function emit(state: State, target: number, label: 0 | 1, move: Move | null): void {
  if (count >= total || heldOut(state) || (state.length === 2 && random() < 0.4)) return
  const prompt = tokenizer.encode(`${target}: ${state.map(show).join(' ')}\n`)!
  const step =
    move === null
      ? []
      : tokenizer.encode(
          `${show(move.a)} ${move.operator} ${show(move.b)} = ${show(move.result)} (left: ${move.left.map(show).join(' ')})`,
        )!
  const length = prompt.length + step.length
  if (length > MAX_TOKENS) return
  const offset = count++ * RECORD
  records.set([prompt.length, length, label, state.length, ...prompt, ...step], offset)
}

/** Index drawn in proportion to the weights. */
function choose(weights: readonly number[]): number {
  let u = random() * weights.reduce((sum, w) => sum + w, 0)
  for (let i = 0; i < weights.length; i++) {
    u -= weights[i]!
    if (u < 0) return i
  }
  return weights.length - 1
}

/** Dead ends with fractions are easy to spot; whole numbers are what a search has to choose among. */
const plausibility = (move: Move): number => (move.result[1] === 1 ? 1 : 0.1)

/** From a state of at most five numbers: a good step, one of its dead-end siblings, and on down the good branch. */
function descend(state: State, target: number): void {
  if (state.length < 2) return
  const all = moves(state)
  const weights = all.map((move) => countSolutions(values(move.left), target))
  if (!weights.some((w) => w > 0)) return
  const good = all[choose(weights)]!
  emit(state, target, 1, good)
  // The solutions behind every move are counted already: what two more come to, for the value alone.
  for (let i = 0; i < 2; i++) {
    const other = choose(all.map(plausibility))
    if (all[other]!.left.length > 1) emit(all[other]!.left, target, weights[other]! > 0 ? 1 : 0, null)
  }
  const dead = all.filter((move, i) => weights[i] === 0 && move.left.length > 1)
  if (dead.length > 0) {
    const sibling = dead[choose(dead.map(plausibility))]!.left
    emitDeadEnd(sibling, target)
    const below2 = moves(sibling)
    if (sibling.length > 2 && below2.length > 0 && random() < 0.3)
      emitDeadEnd(below2[below(below2.length)]!.left, target)
  }
  descend(good.left, target)
}

function draw(size: number): State {
  for (;;) {
    const numbers = Array.from({ length: size }, () => 1 + below(13)).sort((a, b) => a - b)
    if (splitOf(numbers) === options.split) return numbers.map((n): Ratio => [n, 1])
  }
}

const drawnTargets = new Map<string, number>()

/** A set with a target that random legal steps reach; targets that come up often are thinned out. */
function walk(size: number, maxTarget: number): { state: State; first: Move; target: number } {
  for (;;) {
    const state = draw(size)
    const path: Move[] = []
    let current = state
    while (current.length > 1) {
      const all = moves(current)
      if (all.length === 0 || random() < 0.01) break
      const move = all[below(all.length)]!
      if (move.result[1] !== 1 && random() < (size > 4 ? 0.97 : 0.7)) continue
      if (move.result[0] > 2000 || (move.result[0] === 0 && random() < 0.8)) continue
      path.push(move)
      current = move.left
    }
    const [target, denominator] = current[0]!
    if (current.length > 1 || denominator !== 1 || target < 1 || target > maxTarget) continue
    const key = `${size} ${maxTarget > 100 ? Math.floor(target / 10) : target}`
    const times = (drawnTargets.get(key) ?? 0) + 1
    if (random() > 3 / times ** 0.7) continue
    drawnTargets.set(key, times)
    return { state, first: path[0]!, target }
  }
}

function deadEnd(size: number, maxTarget: number): void {
  const state = draw(size)
  const target = 1 + below(maxTarget)
  if (!isSolvable(values(state), target)) emitDeadEnd(state, target)
}

while (count < total) {
  const large = random() < largeShare
  const kind = random()
  if (!large && kind < 0.45) {
    const state = draw(4)
    if (isSolvable(values(state), 24)) descend(state, 24)
    else emitDeadEnd(state, 24)
  } else if (!large) {
    const { state, target } = walk(4, 100)
    descend(state, target)
    if (random() < 0.3) deadEnd(4, 100)
  } else if (kind < 0.55) {
    const { state, target } = walk(5, 999)
    descend(state, target)
    if (random() < 0.3) deadEnd(5, 999)
  } else {
    const { state, first, target } = walk(6, 999)
    emit(state, target, 1, first)
    const all = moves(state)
    for (let attempt = 0; attempt < 6; attempt++) {
      const move = all[below(all.length)]!
      if (random() > plausibility(move)) continue
      if (!isSolvable(values(move.left), target)) {
        emitDeadEnd(move.left, target)
        break
      }
      emit(move.left, target, 1, null)
    }
    descend(first.left, target)
  }
}
writeFileSync(options.out!, records)
