import { portableExp, portableLog } from '@espalier/core'
import { checkCount, checkFinite, checkLength, checkOption, checkVectors } from '../vectors/checks.ts'
import type { Vector } from '../vectors/vector.ts'
import type { Label, LabelledStates } from './decodability.ts'
import { minimise } from './minimise.ts'

export interface ProbeOptions {
  /** Weight of half the squared length of the weights against the summed cross-entropy, biases free. From 0; default 1. */
  readonly penalty?: number
  /** From 1; default 500. */
  readonly maxIterations?: number
}

/** A linear reading of states. Plain data: JSON and back gives the same probe, to the bit. */
export interface LinearProbe {
  /** In the order of their first appearance. */
  readonly labels: readonly Label[]
  /** [dim] a label, for states as they come. */
  readonly weights: readonly (readonly number[])[]
  /** One a label. */
  readonly biases: readonly number[]
}

/** Largest entry of the gradient of the mean loss at which training is over. */
const TOLERANCE = 1e-7

/**
 * Multinomial logistic regression on states (Alain & Bengio 2016, arXiv 1610.01644), trained to convergence over all examples at once;
 * deterministic. Every direction is brought to mean 0 and deviation 1 over the examples first, so the penalty means the same in each.
 *
 * Throws `TOO_FEW` for fewer than two different labels, `WRONG_LENGTH`, `NOT_FINITE`, `INVALID_OPTIONS`.
 */
export function trainProbe(examples: LabelledStates, options: ProbeOptions = {}): LinearProbe {
  const penalty = checkOption('penalty', options.penalty ?? 1, { min: 0 })
  const maxIterations = checkOption('maxIterations', options.maxIterations ?? 500, { min: 1, integer: true })
  checkLength('labels', examples.labels.length, examples.states.length)
  const dim = checkVectors('states', examples.states, 1)
  const labels = [...new Set(examples.labels)]
  checkCount('different labels', labels.length, 2)
  const { mean, deviation, scaled } = standardised(examples.states, dim)
  const classes = Uint32Array.from(examples.labels, (label) => labels.indexOf(label))
  const width = dim + 1
  const loss = (point: Float64Array, gradient: Float64Array) =>
    meanLoss(point, gradient, scaled, classes, labels.length, penalty)
  const found = minimise(loss, new Float64Array(labels.length * width), { maxIterations, tolerance: TOLERANCE })
  const weights = labels.map((_, c) => Array.from({ length: dim }, (_, i) => found[c * width + i]! / deviation[i]!))
  const biases = weights.map((row, c) => row.reduce((sum, w, i) => sum - w * mean[i]!, found[c * width + dim]!))
  return { labels, weights, biases }
}

/** Probability of each label, in the probe's order; they sum to one. Throws `WRONG_LENGTH`, `NOT_FINITE`. */
export function probeProbabilities(probe: LinearProbe, state: Vector): Float64Array {
  checkLength('state', state.length, probe.weights[0]?.length ?? 0)
  checkFinite('state', state)
  const scores = Float64Array.from(probe.weights, (row, c) =>
    row.reduce((sum, w, i) => sum + w * state[i]!, probe.biases[c]!),
  )
  softmax(scores)
  return scores
}

/** The most probable label; of equally probable ones the earlier. */
export function probeLabel(probe: LinearProbe, state: Vector): Label {
  const probabilities = probeProbabilities(probe, state)
  return probe.labels[probabilities.indexOf(Math.max(...probabilities))]!
}

/** Mean cross-entropy plus penalty of weights laid out as [labels][dim + 1], the bias last. */
function meanLoss(
  point: Float64Array,
  gradient: Float64Array,
  states: readonly Float64Array[],
  classes: Uint32Array,
  count: number,
  penalty: number,
): number {
  const width = point.length / count
  const scores = new Float64Array(count)
  let loss = 0
  gradient.fill(0)
  states.forEach((state, n) => {
    for (let c = 0; c < count; c++) {
      let score = point[c * width + width - 1]!
      for (let i = 0; i < width - 1; i++) score += point[c * width + i]! * state[i]!
      scores[c] = score
    }
    const own = scores[classes[n]!]!
    loss += softmax(scores) - own
    for (let c = 0; c < count; c++) {
      const error = (scores[c]! - (c === classes[n] ? 1 : 0)) / states.length
      for (let i = 0; i < width - 1; i++) gradient[c * width + i]! += error * state[i]!
      gradient[c * width + width - 1]! += error
    }
  })
  let squares = 0
  for (let k = 0; k < point.length; k++) {
    if (k % width === width - 1) continue
    squares += point[k]! * point[k]!
    gradient[k]! += (penalty * point[k]!) / states.length
  }
  return (loss + (penalty * squares) / 2) / states.length
}

/** Turns scores into probabilities and returns the logarithm of the sum of their exponentials. */
function softmax(scores: Float64Array): number {
  const most = Math.max(...scores)
  let sum = 0
  for (let c = 0; c < scores.length; c++) sum += scores[c] = portableExp(scores[c]! - most)
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum
  return most + portableLog(sum)
}

/** A direction in which nothing varies keeps a deviation of 1: it says nothing, and must not divide by zero. */
function standardised(states: readonly Vector[], dim: number) {
  const mean = new Float64Array(dim)
  const deviation = new Float64Array(dim)
  for (const state of states) for (let i = 0; i < dim; i++) mean[i]! += state[i]! / states.length
  for (const state of states)
    for (let i = 0; i < dim; i++) deviation[i]! += ((state[i]! - mean[i]!) * (state[i]! - mean[i]!)) / states.length
  for (let i = 0; i < dim; i++) deviation[i] = Math.sqrt(deviation[i]!) || 1
  const scaled = states.map((state) => Float64Array.from(state, (x, i) => (x - mean[i]!) / deviation[i]!))
  return { mean, deviation, scaled }
}
