import { portableExp, portableLog } from '@espalier/core'
import { ModelError } from '@espalier/models'
import type { Tables } from './tables.ts'

/** Natural log-probabilities of all tokens for each hidden state. [vocab] each */
export function readHidden({ unembedding }: Tables, hidden: readonly Float32Array[]): readonly Float32Array[] {
  if (hidden.length === 0) return []
  const dim = hidden[0]!.length
  const vocab = unembedding.length / dim
  const scores = hidden.map(() => new Float32Array(vocab))
  // Tokens outside, so that each row of a large table is read once.
  for (let token = 0; token < vocab; token++) {
    const from = token * dim
    for (let row = 0; row < hidden.length; row++) scores[row]![token] = dot(unembedding, from, hidden[row]!)
  }
  for (const row of scores) normalise(row)
  return scores
}

/** The value head after its sigmoid, in [0, 1]. */
export function readValue({ weight, bias }: NonNullable<Tables['value']>, hidden: Float32Array): number {
  return 1 / (1 + portableExp(-(dot(weight, 0, hidden) + bias)))
}

/** The row of a token in the unembedding, brought to length 1. Throws `TOKEN_OUT_OF_RANGE` where that row is zero. */
export function directionOf({ unembedding }: Tables, token: number, dim: number): Float32Array {
  const row = unembedding.slice(token * dim, (token + 1) * dim)
  const length = Math.sqrt(dot(row, 0, row))
  if (length === 0) {
    const where = `token ${token}`
    throw new ModelError('TOKEN_OUT_OF_RANGE', 'token has no direction', {
      got: 'a row of zeros',
      expected: 'a row of the unembedding',
      where,
    })
  }
  return row.map((value) => value / length)
}

function dot(table: Float32Array, from: number, vector: Float32Array): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += table[from + i]! * vector[i]!
  return sum
}

/** Scores to log-probabilities, in place. */
function normalise(scores: Float32Array): void {
  let top = -Infinity
  for (const score of scores) top = Math.max(top, score)
  let sum = 0
  for (const score of scores) sum += portableExp(score - top)
  const shift = top + portableLog(sum)
  for (let i = 0; i < scores.length; i++) scores[i]! -= shift
}
