import type { Trial } from '@espalier/core'

export const CONTEXT = { signal: new AbortController().signal }

/** A trial that asks for steps at a state. */
export function trialOf<State extends { readonly steps: readonly unknown[] }>(
  state: State,
  want: number,
  more: Partial<Trial<State>> = {},
): Trial<State> {
  const depth = state.steps.length
  return {
    id: 3,
    node: 1,
    depth,
    state,
    evaluate: false,
    evaluated: false,
    want,
    proposals: 'distinct',
    existing: [],
    seed: 1,
    ...more,
  }
}
