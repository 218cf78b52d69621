import { drawGamma, drawsOf, portableExp, portableLog } from '@espalier/core'
import type { InputKind, ThoughtModel } from '../thought-model.ts'
import type { DirectStep } from '../thought-step.ts'
import { atLength, lengthOf, randomDirection } from '../vectors/length.ts'

/** What is fed back: a vector of [dim], as a thought or as a word. A pure function of the step, the hidden state and the model's symbols. For a refined vector: `refineInputs`. */
export function inputOf(
  model: ThoughtModel<never>,
  hidden: Float32Array,
  step: DirectStep,
): { readonly input: Float32Array; readonly as: InputKind } {
  if (step.operator === 'word') {
    // A word has no length of its own: hidden states of a normalised network have about sqrt(dim).
    return { input: atLength(model.direction(step.symbol), Math.sqrt(model.dim)), as: 'word' }
  }
  return { input: thoughtOf(model, hidden, step), as: 'thought' }
}

function thoughtOf(
  model: ThoughtModel<never>,
  hidden: Float32Array,
  step: Exclude<DirectStep, { readonly operator: 'word' }>,
): Float32Array {
  const length = lengthOf(hidden)
  switch (step.operator) {
    case 'identity':
      return hidden
    case 'steer': {
      const { strength, symbol } = step
      const towards = model.direction(symbol)
      return atLength(
        Float64Array.from(hidden, (x, i) => (1 - strength) * x + strength * length * towards[i]!),
        length,
      )
    }
    case 'gaussian': {
      const noise = randomDirection(hidden.length, drawsOf(step.seed, 0))
      return atLength(
        Float64Array.from(hidden, (x, i) => x + step.sigma * length * noise[i]!),
        length,
      )
    }
    case 'dropout': {
      const draw = drawsOf(step.seed, 0)
      return atLength(
        Float64Array.from(hidden, (x) => (draw() < step.rate ? 0 : x)),
        length,
      )
    }
    case 'gumbel': {
      const draw = drawsOf(step.seed, 0)
      const scores = model.readOut([hidden])[0]!
      return mixture(
        model,
        softmax(Float64Array.from(scores, (score) => (score + gumbel(draw())) / step.temperature)),
        length,
      )
    }
    case 'dirichlet': {
      const draw = drawsOf(step.seed, 0)
      const weights = Float64Array.from(model.readOut([hidden])[0]!, (logP) => {
        const shape = step.concentration * portableExp(logP)
        // Below this a draw is 0 in all but one of a million: not worth its logarithms.
        return shape < 1e-6 ? 0 : drawGamma(draw, shape)
      })
      return mixture(model, weights, length)
    }
  }
}

/** Symbols mixed by weight, at a length. */
function mixture(model: ThoughtModel<never>, weights: Float64Array, length: number): Float32Array {
  const sum = new Float64Array(model.dim)
  for (let symbol = 0; symbol < weights.length; symbol++) {
    const weight = weights[symbol]!
    if (weight === 0) continue
    const direction = model.direction(symbol)
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * direction[i]!
  }
  return atLength(sum, length)
}

function softmax(scores: Float64Array): Float64Array {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity)
  const weights = scores.map((score) => portableExp(score - most))
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => weight / sum)
}

/** Half the step between two draws, 2^-33: keeps both logarithms finite. */
const TINY = 1.1641532182693481e-10
const gumbel = (u: number): number => -portableLog(-portableLog(u + TINY))
