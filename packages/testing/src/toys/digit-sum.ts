import { keyedDraw, type StateBackend } from '@espalier/core'
import type { Toy } from './toy.ts'

/** Choose `length` digits; each place pays for the digit by a secret table. The best word is known, and guesses help to find it. */
export interface DigitProblem {
  readonly length: number
  readonly digits: number
  readonly secret: number
}

const backend: StateBackend<DigitProblem, string, number> = {
  name: 'digit-sum',
  root: ({ length }) => '.'.repeat(length),
  extend: (state, step) => state.replace('.', String(step)),
  isTerminal: (state) => !state.includes('.'),
  answer: (state) => (state.includes('.') ? null : state),
  label: (step) => `write ${step}`,
}

/** A small tree with a known optimum: the value before the end is what was earned plus half of what is still to come. */
export function digitSum(problem: DigitProblem): Toy<DigitProblem, string, number> {
  const { length, digits, secret } = problem
  const pay = (place: number, digit: number): number => keyedDraw(secret, place, digit) / length
  const value = (state: string): number =>
    [...state].reduce((sum, digit, place) => sum + (digit === '.' ? 0.5 / length : pay(place, Number(digit))), 0)
  return {
    name: 'digit-sum',
    problem,
    backend,
    value,
    steps(state) {
      const place = state.indexOf('.')
      if (place < 0) return []
      const steps = Array.from({ length: digits }, (_, step) => ({
        step,
        prior: 0.5 + keyedDraw(secret, place, step + digits),
      }))
      return steps.sort((a, b) => b.prior - a.prior || a.step - b.step)
    },
  }
}
