import type { DropReason, PromptLineage, RefinementNode, RefinementTree } from '@espalier/protocol'

/** What became of a prompt: refined above the gate, refined but not so far, or left out. */
export type Fate = 'refined' | 'unrefined' | 'dropped'

export function fateOf({ tree, dropped }: PromptLineage, gate: number): Fate {
  if (dropped !== null || tree === null) return 'dropped'
  return tree.final !== 0 && tree.value > gate ? 'refined' : 'unrefined'
}

export const FATE_NAMES: Readonly<Record<Fate, string>> = {
  refined: 'Refined',
  unrefined: 'Unrefined',
  dropped: 'Dropped',
}

export const DROP_REASONS: Readonly<Record<DropReason, string>> = {
  'no-response': 'every answer was empty',
  undecided: 'no vote decided',
  'no-negative': 'no answer failed',
  'no-refinement': 'no refinement came of it',
  'actor-failed': 'the actor could not be reached',
  'judge-failed': 'the judge could not be reached',
  'refiner-failed': 'the refiner could not be reached',
}

export const nodeOf = ({ nodes }: RefinementTree, node: number): RefinementNode | null =>
  nodes.find((one) => one.node === node) ?? null

/** From the failed answer to a node, both included. */
export function pathTo({ nodes }: RefinementTree, node: number): readonly number[] {
  const parents = new Map(nodes.map((one) => [one.node, one.parent]))
  const path: number[] = []
  for (let at: number | null | undefined = node; at !== null && at !== undefined; at = parents.get(at)) path.push(at)
  return path.reverse()
}
