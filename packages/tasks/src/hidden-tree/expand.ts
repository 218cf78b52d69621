import { drawsOf, portableExp, type Expansion, type Proposal, type Trial } from '@espalier/core'
import type { HiddenTreeState } from './backend.ts'
import { judgedSum, VALUE_SCALE } from './problem.ts'

/**
 * The model of hidden-value trees: proposes children, all with the same prior, and judges states with noise. A judgement costs one call, a step
 * one token, so a budget of calls counts evaluations and a budget of tokens counts steps. Synchronous, for `runSearchSync`; where a promise
 * is wanted, resolve one with it.
 */
export function hiddenTreeExpand(trial: Trial<HiddenTreeState>): Expansion<number> {
  const { state, evaluate } = trial
  const { proposals, exhausted } = proposalsOf(trial)
  return {
    value: evaluate ? judgedValue(state) : null,
    proposals,
    usage: { calls: evaluate ? 1 : 0, promptTokens: 0, completionTokens: proposals.length },
    ...(exhausted ? { exhausted: true } : {}),
  }
}

/** What the judge says of a state, in (0, 1). */
function judgedValue({ tree, node, sum, path }: HiddenTreeState): number {
  return 1 / (1 + portableExp(-judgedSum(tree, node, sum, tree.depth - path.length) / VALUE_SCALE))
}

function proposalsOf(trial: Trial<HiddenTreeState>): {
  readonly proposals: readonly Proposal<number>[]
  readonly exhausted: boolean
} {
  const { state, want, existing } = trial
  const { branching } = state.tree
  const prior = 1 / branching
  if (want === 0) return { proposals: [], exhausted: false }
  if (trial.proposals === 'independent') {
    const draw = drawsOf(trial.seed, trial.id)
    const sampled = Array.from({ length: want }, () => ({ step: Math.floor(draw() * branching), prior }))
    return { proposals: sampled, exhausted: false }
  }
  const had = new Set(existing)
  const fresh = Array.from({ length: branching }, (_, step) => step).filter((step) => !had.has(`child ${step}`))
  const proposals = fresh.slice(0, want).map((step) => ({ step, prior }))
  return { proposals, exhausted: fresh.length <= want }
}
