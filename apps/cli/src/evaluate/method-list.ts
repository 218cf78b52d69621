/** A method of the evaluation: an algorithm with its options. Methods of one `group` are one row, with a setting for each budget. */
export interface Method {
  readonly name: string
  readonly group: string
  readonly algorithm: string
  readonly options: Readonly<Record<string, number>>
}

/**
 * The methods compared. MCTS runs with its preset's defaults, which were chosen on the validation split (`--split validation`), never on
 * test puzzles. Beam and best-first are no anytime methods: their rows get, at each budget, the setting that did best there on the
 * validation split (`settings.ts`).
 */
export const METHODS: readonly Method[] = [
  { name: 'greedy', group: 'greedy', algorithm: 'greedy', options: {} },
  { name: 'best-of-n', group: 'best-of-n', algorithm: 'best-of-n', options: { n: 0 } },
  ...[
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 6],
    [6, 4],
    [8, 6],
    [12, 8],
  ].map(([width, children]): Method => ({
    name: `beam ${width} of ${children}`,
    group: 'beam',
    algorithm: 'beam',
    options: { width: width!, children: children! },
  })),
  ...[2, 4, 6].map((children): Method => ({
    name: `best-first ${children}`,
    group: 'best-first',
    algorithm: 'best-first',
    options: { children },
  })),
  { name: 'mcts', group: 'mcts', algorithm: 'mcts', options: {} },
]
