import type { Preset } from '@espalier/core'
import { simulate } from './simulate.ts'
import type { Toy } from './toys/toy.ts'

/** The log that a preset writes on a toy, a JSON line an event: three trials in flight, and now and then a failure. */
export function goldenLog<Problem, State, Step>(toy: Toy<Problem, State, Step>, algorithm: Preset): string {
  const { log } = simulate(toy, algorithm, { seed: 11, concurrency: 3, trials: 20, failures: 0.1, extras: 0.2 })
  return log.map((event) => `${JSON.stringify(event)}\n`).join('')
}
