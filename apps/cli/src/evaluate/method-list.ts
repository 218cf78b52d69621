import type { Method } from './methods.ts'

/**
 * The methods compared. Options were chosen on the validation split (`--split validation`), never on test puzzles. Beam is no
 * anytime method, so it is run at many widths and gets, at each budget, the width that does best there on these very puzzles.
 */
export const METHODS: readonly Method[] = [
  { name: 'greedy', group: 'greedy', algorithm: 'greedy', options: {} },
  { name: 'best-of-n', group: 'best-of-n', algorithm: 'best-of-n', options: { n: 0 } },
  ...[1, 2, 3, 4, 6, 8, 12, 16].map((width): Method => ({
    name: `beam width ${width}`,
    group: 'beam',
    algorithm: 'beam',
    options: { width, children: 4 },
  })),
  { name: 'best-first', group: 'best-first', algorithm: 'best-first', options: { children: 3 } },
  { name: 'mcts', group: 'mcts', algorithm: 'mcts', options: {} },
]
