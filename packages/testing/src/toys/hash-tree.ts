import type { StateBackend } from '@espalier/core'
import type { Toy, WeightedStep } from './toy.ts'

/** Steps per state, and steps to a finished state. */
export interface HashTreeProblem {
  readonly branching: number
  readonly depth: number
  /** Which of the trees with this shape. */
  readonly root: number
}

export interface HashState {
  readonly hash: number
  readonly left: number
}

export function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

export function childHash(hash: number, index: number): number {
  return mix((hash ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0)
}

/** In [0, 1), in steps of 1/1024, so that ties happen. */
export function hashValue(hash: number): number {
  return Math.floor(mix((hash ^ 0xa5a5a5a5) >>> 0) / 4194304) / 1024
}

export function hashSteps(hash: number, branching: number): readonly WeightedStep<number>[] {
  const steps = Array.from({ length: branching }, (_, step) => ({ step, prior: 1 + (mix(hash + step) % 8) }))
  return steps.sort((a, b) => b.prior - a.prior || a.step - b.step)
}

const backend: StateBackend<HashTreeProblem, HashState, number> = {
  name: 'hash-tree',
  root: ({ root, depth }) => ({ hash: mix(root >>> 0), left: depth }),
  extend: ({ hash, left }, step) => ({ hash: childHash(hash, step), left: left - 1 }),
  isTerminal: ({ left }) => left <= 0,
  answer: ({ hash, left }) => (left > 0 || hash % 8 === 0 ? null : hash.toString(16)),
  label: (step) => `step ${step}`,
}

/** A tree of 32-bit hashes: values have nothing to do with where they are, so nothing can be guessed. */
export function hashTree(problem: HashTreeProblem): Toy<HashTreeProblem, HashState, number> {
  return {
    name: 'hash-tree',
    problem,
    backend,
    value: ({ hash }) => hashValue(hash),
    steps: ({ hash, left }) => (left <= 0 ? [] : hashSteps(hash, problem.branching)),
  }
}
