import type { CodeProblem } from './code-tests.ts'

/** Small functions, each with tests that say what its description leaves open. In order of difficulty, roughly. */
export const CODE_PROBLEMS: readonly CodeProblem[] = [
  {
    description: 'second(numbers): the second largest of the different numbers in a list; null if there is none.',
    name: 'second',
    tests: [
      { args: [[1, 2, 3]], expected: 2 },
      { args: [[9, 7, 9, 8]], expected: 8 },
      { args: [[5, 5]], expected: null },
      { args: [[-1, -4, 10, 2]], expected: 2 },
      { args: [[]], expected: null },
    ],
  },
  {
    description:
      'isBalanced(text): whether the brackets (), [] and {} in a text close in the order in which they open.',
    name: 'isBalanced',
    tests: [
      { args: ['a(b[c]{d})'], expected: true },
      { args: ['([)]'], expected: false },
      { args: [''], expected: true },
      { args: [')('], expected: false },
      { args: ['((('], expected: false },
    ],
  },
  {
    description:
      'runs(text): the text with every run of a letter as the letter and how long it is: "aab" becomes "a2b1".',
    name: 'runs',
    tests: [
      { args: ['aab'], expected: 'a2b1' },
      { args: [''], expected: '' },
      { args: ['zzzzzzzzzzzz'], expected: 'z12' },
      { args: ['abab'], expected: 'a1b1a1b1' },
    ],
  },
  {
    description: 'merge(intervals): closed intervals [from, to] put together where they overlap or touch, in order.',
    name: 'merge',
    tests: [
      {
        args: [
          [
            [1, 3],
            [2, 6],
            [8, 10],
          ],
        ],
        expected: [
          [1, 6],
          [8, 10],
        ],
      },
      {
        args: [
          [
            [5, 6],
            [1, 5],
          ],
        ],
        expected: [[1, 6]],
      },
      { args: [[]], expected: [] },
      {
        args: [
          [
            [1, 10],
            [2, 3],
          ],
        ],
        expected: [[1, 10]],
      },
    ],
  },
  {
    description: 'roman(n): a whole number from 1 to 3999 in Roman numerals.',
    name: 'roman',
    tests: [
      { args: [1], expected: 'I' },
      { args: [4], expected: 'IV' },
      { args: [1994], expected: 'MCMXCIV' },
      { args: [3888], expected: 'MMMDCCCLXXXVIII' },
      { args: [40], expected: 'XL' },
    ],
  },
  {
    description: 'distance(a, b): the fewest letters to insert, delete or replace to make one text of the other.',
    name: 'distance',
    tests: [
      { args: ['kitten', 'sitting'], expected: 3 },
      { args: ['', 'abc'], expected: 3 },
      { args: ['same', 'same'], expected: 0 },
      { args: ['flaw', 'lawn'], expected: 2 },
    ],
  },
]
