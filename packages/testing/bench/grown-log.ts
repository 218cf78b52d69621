import {
  createSearch,
  mcts,
  type Expansion,
  type SearchEvent,
  type StateBackend,
  type Tree,
  type Trial,
} from '@espalier/core'

/** Most steps of a node. */
const STEPS = 16
const LABELS = Array.from({ length: STEPS }, (_, step) => `step ${step}`)

function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}

/** An endless tree of hashes that costs next to nothing, so that what is measured is the search. */
const backend: StateBackend<number, number, number> = {
  name: 'hashes',
  root: mix,
  extend: (hash, step) => mix(hash ^ Math.imul(step + 1, 0x9e3779b1)),
  isTerminal: () => false,
  answer: () => null,
  label: (step) => LABELS[step]!,
}

/** What a call gives: the hash as a value, the next steps with equal weights. */
export function answer({ state, evaluate, want, existing }: Trial<number>): Expansion<number> {
  const first = existing.length
  const proposals = Array.from({ length: Math.min(want, STEPS - first) }, (_, i) => ({ step: first + i, prior: 0.25 }))
  const exhausted = first + want >= STEPS ? { exhausted: true } : {}
  return { value: evaluate ? (state >>> 0) / 4294967296 : null, proposals, ...exhausted }
}

export const options = { problem: 1, backend, describe: () => ({ problem: null, label: 'hashes' }) }

/** A search by mcts until its tree has so many nodes, and its log. */
export function grownLog(nodes: number): { readonly tree: Tree; readonly events: readonly SearchEvent[] } {
  const search = createSearch({ ...options, algorithm: mcts({ children: 4 }) })
  while (search.fold.tree.size < nodes) {
    const trial = search.ask()!
    search.tell(trial.id, answer(trial))
  }
  return { tree: search.fold.tree, events: search.drain() }
}
