import type { StateBackend } from '@espalier/core'
import { childHash, hashSteps, hashValue, mix, type HashTreeProblem } from './hash-tree.ts'
import type { Toy } from './toy.ts'

/** A hash in two halves, which single precision holds exactly, and the steps left. */
function vectorOf(hash: number, left: number): Float32Array {
  return Float32Array.of(hash >>> 16, hash & 0xffff, left)
}

function hashOf(vector: Float32Array): number {
  return ((vector[0]! << 16) | vector[1]!) >>> 0
}

const backend: StateBackend<HashTreeProblem, Float32Array, Float32Array> = {
  name: 'vector-tree',
  root: ({ root, depth }) => vectorOf(mix(root >>> 0), depth),
  extend: (state, step) => vectorOf(childHash(hashOf(state), step[0]!), state[2]! - 1),
  isTerminal: (state) => state[2]! <= 0,
  answer: (state) => (state[2]! > 0 || hashOf(state) % 8 === 0 ? null : hashOf(state).toString(16)),
  label: (step) => `move along ${step[0]!}`,
}

/** The hash tree again, with vectors for states and steps: a search must not see the difference. */
export function vectorTree(problem: HashTreeProblem): Toy<HashTreeProblem, Float32Array, Float32Array> {
  return {
    name: 'vector-tree',
    problem,
    backend,
    value: (state) => hashValue(hashOf(state)),
    steps: (state) => {
      if (state[2]! <= 0) return []
      return hashSteps(hashOf(state), problem.branching).map(({ step, prior }) => ({
        step: Float32Array.of(step),
        prior,
      }))
    },
  }
}
