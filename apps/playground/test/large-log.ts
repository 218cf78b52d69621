import { createFold, createPreset, createSearch, foldEvents, keyedDraw, type StateBackend } from '@espalier/core'
import { createCatalog, logOutcome, writeSearchLog } from '@espalier/catalog'

/** A state that is nothing but its place: how deep, and a number to draw from. */
interface Place {
  readonly depth: number
  readonly seed: number
  /** How good the place is, 0 to 1: a walk that starts in the middle. */
  readonly worth: number
}

const DEEPEST = 14
const STEPS = 6

const backend: StateBackend<null, Place, number> = {
  name: 'places',
  root: () => ({ depth: 0, seed: 1, worth: 0.5 }),
  extend: ({ depth, seed, worth }, step) => {
    const next = (seed * 31 + step * 17 + 7) >>> 0
    return {
      depth: depth + 1,
      seed: next,
      worth: Math.min(1, Math.max(0, worth + (keyedDraw(next, depth, step) - 0.5) * 0.4)),
    }
  },
  label: (step) => `step ${step + 1} of ${STEPS}`,
  isTerminal: ({ depth }) => depth >= DEEPEST,
  answer: ({ depth, worth }) => (depth >= DEEPEST && worth > 0.9 ? worth.toFixed(3) : null),
}

/** The log of a whole search with so many nodes, as a file that the page opens: a tree as a real search grows it, in a second. */
export function largeLog(nodes: number): string {
  const search = createSearch({
    problem: null,
    backend,
    algorithm: createPreset('mcts', { c: 0.8, children: STEPS }),
    seed: 3,
    name: 'large',
    describe: () => ({
      problem: { task: 'countdown', numbers: [2, 5, 8, 11, 12], target: 97 },
      label: `${nodes} nodes`,
    }),
  })
  const events = search.drain()
  while (search.fold.tree.size < nodes) {
    const trial = search.ask()
    if (trial === null) break
    const { state, want, id, evaluate } = trial
    const proposals = Array.from({ length: want }, (_, step) => ({ step, prior: 0.2 + keyedDraw(state.seed, 0, step) }))
    search.tell(id, { value: evaluate ? state.worth : null, proposals, ...(want > 0 ? { exhausted: true } : {}) })
    events.push(...search.drain())
  }
  search.end('nodes')
  events.push(...search.drain())
  const outcome = logOutcome(foldEvents(events, createFold()), createCatalog())
  if (outcome === null) throw new Error('the search has no outcome')
  return [
    ...writeSearchLog(
      undefined,
      events.map((event, i) => ({ at: i, event })),
      outcome,
    ),
  ].join('')
}
