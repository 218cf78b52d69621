/**
 * Which setting of a group stands for it at each budget (1, 2, 4, 8, 16, 32 chains), by the count of numbers: the one that solved most
 * validation puzzles there, as `npm run eval:game24 -- --split validation --count 200 --groups beam,best-first` prints them.
 */
export const SETTINGS: Readonly<Record<number, Readonly<Record<string, readonly string[]>>>> = {
  4: {
    beam: ['beam 1 of 2', 'beam 1 of 2', 'beam 1 of 2', 'beam 2 of 3', 'beam 3 of 4', 'beam 4 of 6'],
    'best-first': ['best-first 2', 'best-first 2', 'best-first 2', 'best-first 6', 'best-first 6', 'best-first 6'],
  },
  5: {
    beam: ['beam 1 of 2', 'beam 1 of 2', 'beam 1 of 2', 'beam 2 of 3', 'beam 3 of 4', 'beam 4 of 6'],
    'best-first': ['best-first 2', 'best-first 2', 'best-first 2', 'best-first 4', 'best-first 6', 'best-first 6'],
  },
  6: {
    beam: ['beam 1 of 2', 'beam 1 of 2', 'beam 1 of 2', 'beam 2 of 3', 'beam 3 of 4', 'beam 4 of 6'],
    'best-first': ['best-first 2', 'best-first 2', 'best-first 2', 'best-first 2', 'best-first 4', 'best-first 4'],
  },
}
