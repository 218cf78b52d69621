import type { StateBackend } from '@espalier/core'

/** A step that a state allows. Weights of the steps of one state need not add up to 1. */
export interface WeightedStep<Step> {
  readonly step: Step
  readonly prior: number
}

/** A problem whose every state, step and value is known: what conformance suites run algorithms on. */
export interface Toy<Problem, State, Step> {
  readonly name: string
  readonly problem: Problem
  readonly backend: StateBackend<Problem, State, Step>
  /** In [0, 1]; exact at finished states, a guess before. */
  readonly value: (state: State) => number
  /** Every step that the state allows, likeliest first; none at a finished state. */
  readonly steps: (state: State) => readonly WeightedStep<Step>[]
}

/** The step of a state that has this label; null if none has. */
export function stepNamed<Problem, State, Step>(
  toy: Toy<Problem, State, Step>,
  state: State,
  label: string,
): Step | null {
  return toy.steps(state).find(({ step }) => toy.backend.label(step) === label)?.step ?? null
}

/** The largest value of any finished state, by looking at all of them. */
export function optimumOf<Problem, State, Step>(toy: Toy<Problem, State, Step>): number {
  const { backend } = toy
  const best = (state: State): number =>
    backend.isTerminal(state)
      ? toy.value(state)
      : Math.max(0, ...toy.steps(state).map(({ step }) => best(backend.extend(state, step))))
  return best(backend.root(toy.problem))
}
