import type { Search, SteerAction } from '@espalier/core'
import type { Toy } from './toys/toy.ts'

/** One thing that somebody does, once so many results have come back; the node is taken modulo the nodes there are. */
export interface Steer {
  readonly after: number
  readonly type: SteerAction['type']
  readonly node: number
}

export const STEER_TYPES: readonly SteerAction['type'][] = [
  'focus',
  'avoid',
  're-root',
  'insert',
  're-evaluate',
  'pause',
  'resume',
  'extend',
  'fork',
  'cancel',
]

/** Does it where it can be done: nothing is focused outside the root, and nothing is added to what is finished. */
export function steerAtRandom<Problem, State, Step>(
  toy: Toy<Problem, State, Step>,
  search: Search<State, Step>,
  { type, node: some }: Steer,
): void {
  const { tree, steering, seq } = search.fold
  const node = some % tree.size
  switch (type) {
    case 'focus':
    case 're-root': {
      // The next node whose state lies below the root; the root itself does.
      let below = node
      const inside = (link: number): boolean => {
        let x = tree.original(link)
        while (x > steering.root) x = tree.parent(x)
        return x === steering.root
      }
      while (!inside(below)) below = (below + 1) % tree.size
      return search.steer('tester', { type, node: below })
    }
    case 'avoid':
    case 're-evaluate':
      return search.steer('tester', { type, node })
    case 'insert': {
      const steps = toy.steps(search.state(node))
      const chosen = steps[some % Math.max(1, steps.length)]
      if (chosen !== undefined) search.steer('tester', { type, node, step: chosen.step })
      return
    }
    case 'extend':
      return search.steer('tester', { type, trials: some % 5, tokens: 1 })
    case 'fork':
      return search.steer('tester', { type, search: 'another', at: 1 + (some % seq), seed: some })
    default:
      return search.steer('tester', { type })
  }
}
