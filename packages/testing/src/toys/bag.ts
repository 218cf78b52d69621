import { keyedDraw, type StateBackend } from '@espalier/core'
import type { Toy } from './toy.ts'

/** Put `length` letters into a bag; it pays for what is in it, in whatever order that came. */
export interface BagProblem {
  readonly length: number
  readonly letters: number
  readonly secret: number
}

const backend: StateBackend<BagProblem, { readonly bag: string; readonly left: number }, number> = {
  name: 'bag',
  root: ({ length }) => ({ bag: '', left: length }),
  extend: ({ bag, left }, step) => ({
    bag: [...bag, String.fromCharCode(97 + step)].sort().join(''),
    left: left - 1,
  }),
  isTerminal: ({ left }) => left <= 0,
  answer: ({ bag, left }) => (left > 0 ? null : bag),
  label: (step) => `add ${String.fromCharCode(97 + step)}`,
  key: ({ bag }) => bag,
}

/** A problem whose lines meet again: n letters lead to each bag of n different ones in n! ways. */
export function bagToy(problem: BagProblem): Toy<BagProblem, { readonly bag: string; readonly left: number }, number> {
  const worth = (bag: string): number => {
    let hash = problem.secret
    for (const letter of bag) hash = Math.floor(keyedDraw(hash, letter.charCodeAt(0), 0) * 2 ** 31)
    return keyedDraw(hash, 1, 1)
  }
  return {
    name: 'bag',
    problem,
    backend,
    value: ({ bag }) => worth(bag),
    steps: ({ left }) =>
      left <= 0 ? [] : Array.from({ length: problem.letters }, (_, step) => ({ step, prior: 1 + (step % 3) })),
  }
}
