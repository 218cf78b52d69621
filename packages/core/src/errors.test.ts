import { expect, it } from 'vitest'
import { SearchError, checkNumber, isSearchError, messageOf } from './errors.ts'

it('knows a search error of another copy of the package, and nothing else', () => {
  const foreign = { [Symbol.for('espalier.SearchError')]: true }
  expect([new SearchError('EVENT_GAP', 'x'), foreign].every(isSearchError)).toBe(true)
  expect([new Error('x'), null, undefined, 'EVENT_GAP', { code: 'EVENT_GAP' }].some(isSearchError)).toBe(false)
})

it('says what was got and what was expected', () => {
  expect(checkNumber('n', 3, { min: 1, max: 3, integer: true })).toBe(3)
  expect(() => checkNumber('n', 4, { min: 1, max: 3, integer: true })).toThrow(
    'n: got 4, expected an integer from 1 to 3',
  )
  expect(() => checkNumber('n', '2', { min: 1 })).toThrow('n: got 2, expected a number from 1')
})

it('reads a message off anything thrown', () => {
  const thrown = [
    new Error('a'),
    { message: 'b' },
    'c',
    undefined,
    null,
    5,
    Symbol('d'),
    Object.create(null),
    { message: 1 },
  ]
  expect(thrown.map(messageOf)).toEqual([
    'a',
    'b',
    'c',
    'undefined',
    'null',
    '5',
    'Symbol(d)',
    '[object Object]',
    '[object Object]',
  ])
})
