import { expect, it } from 'vitest'
import { lettersSearch, runLetters } from '../../test/letters.ts'
import { isSearchError } from '../errors.ts'
import { ALGORITHMS, createPreset } from './registry.ts'

function refusal(name: string, options: Parameters<typeof createPreset>[1]): string {
  try {
    createPreset(name, options)
  } catch (error) {
    if (isSearchError(error) && error.code === 'INVALID_OPTIONS') return error.message
    throw error
  }
  throw new Error('was accepted')
}

it('makes every algorithm it lists, with the defaults it lists', () => {
  expect(ALGORITHMS.map((algorithm) => algorithm.name)).toEqual([
    'mcts',
    'uct',
    'alphazero',
    'muzero',
    'gumbel',
    'ab-mcts',
    'ab-mcts-beta',
    'ab-mcts-m',
    'rap',
    'lats',
    'rest-mcts',
    'rstar',
    'mctsr',
    'best-first',
    'a-star',
    'beam',
    'diverse-beam',
    'depth-first',
    'particles',
    'self-consistency',
    'best-of-n',
    'greedy',
  ])
  for (const { name, options } of ALGORITHMS) {
    const given = Object.fromEntries(
      options.flatMap((option) => (option.default === null ? [] : [[option.name, option.default]])),
    )
    expect(createPreset(name).name).toBe(name)
    expect(createPreset(name).params).toEqual(given)
    expect(createPreset(name, given).params).toEqual(given)
    expect(runLetters(lettersSearch(createPreset(name)), 'abc', () => 0.5, 8).length).toBeGreaterThan(3)
  }
})

it('starts every search with fresh bookkeeping', () => {
  for (const { name } of ALGORITHMS) {
    const preset = createPreset(name)
    const run = (): string[] => runLetters(lettersSearch(preset), 'abc', (word) => word.length / 4, 30)
    expect(run()).toEqual(run())
  }
})

it('says what is wrong with a name or an option', () => {
  expect(refusal('mtcs', {})).toBe(
    'algorithm: got "mtcs", expected one of mcts, uct, alphazero, muzero, gumbel, ab-mcts, ab-mcts-beta, ab-mcts-m, rap, lats, rest-mcts, rstar, mctsr, best-first, a-star, beam, diverse-beam, depth-first, particles, self-consistency, best-of-n, greedy',
  )
  expect(refusal('beam', { widht: 3 })).toBe('beam: unknown option "widht", expected one of width, children')
  expect(refusal('greedy', { n: 1 })).toBe('greedy: unknown option "n", expected no options')
  expect(refusal('beam', { width: '3' })).toBe('beam.width: got "3", expected a number')
  expect(refusal('beam', { width: 0 })).toBe('beam.width: got 0, expected an integer from 1 to 1024')
})

it.each([
  ['mcts', { c: -1 }],
  ['mcts', { c: Number.NaN }],
  ['mcts', { c: Number.POSITIVE_INFINITY }],
  ['mcts', { fpuReduction: -0.1 }],
  ['mcts', { children: 0 }],
  ['mcts', { children: 2.5 }],
  ['mcts', { wideningAlpha: 1.5 }],
  ['mcts', { maxChildren: 65_536 }],
  ['mcts', { expandAfter: -1 }],
  ['mcts', { expandAfter: 2 }],
  ['uct', { virtualLoss: -1 }],
  ['alphazero', { minValue: 1 }],
  ['alphazero', { noiseFraction: 1.5 }],
  ['muzero', { base: 0 }],
  ['gumbel', { simulations: 0 }],
  ['gumbel', { rescale: 2 }],
  ['ab-mcts', { priorVariance: 0 }],
  ['ab-mcts', { priorVarianceWeight: 1.5 }],
  ['ab-mcts', { independent: 2 }],
  ['ab-mcts-beta', { prior: 0 }],
  ['diverse-beam', { width: 0 }],
  ['depth-first', { threshold: Number.NaN }],
  ['particles', { temperature: 0 }],
  ['self-consistency', { weighted: 2 }],
  ['mcts', { backup: 'best' }],
  ['mcts', { backup: 1 }],
  ['uct', { sharpness: 0 }],
  ['uct', { worst: 0 }],
  ['uct', { recommend: 'luck' }],
  ['ab-mcts-m', { valueSpread: 0 }],
  ['rap', { children: 0 }],
  ['lats', { valueWeight: 2 }],
  ['rest-mcts', { rollout: 0 }],
  ['mctsr', { maxChildren: 0 }],
  ['a-star', { stepCost: -1 }],
  ['uct', { c: null }],
  ['best-first', { children: 1025 }],
  ['best-of-n', { n: -1 }],
  ['best-of-n', { n: 70_000 }],
])('refuses %s with %o', (name, options) => {
  expect(refusal(name, options)).toContain(name)
})
