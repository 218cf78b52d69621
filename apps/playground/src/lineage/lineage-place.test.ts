import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatLineagePlace, parseLineagePlace, SHOWN } from './lineage-place.ts'

const places = fc.record({
  prompt: fc.option(
    fc.record({ round: fc.integer({ min: 1, max: 1000 }), id: fc.string({ minLength: 1, maxLength: 100 }) }),
  ),
  node: fc.option(fc.nat(1000)),
  show: fc.constantFrom(...SHOWN),
  find: fc.string({ maxLength: 200 }),
})

it('comes back from its link as it was', () => {
  fc.assert(
    fc.property(places, (place) => {
      expect(parseLineagePlace(formatLineagePlace(place))).toEqual(place)
    }),
  )
})

it('never fails, and leaves out what makes no sense', () => {
  expect(parseLineagePlace('?prompt=p1&node=-3&show=best')).toEqual({ prompt: null, node: null, show: 'all', find: '' })
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => parseLineagePlace(`?${text}`).find.length <= 200))
})

it('carries along what it does not know', () => {
  const place = parseLineagePlace('?v=1&round=2&prompt=p7')
  expect(formatLineagePlace({ ...place, node: 3 }, '?v=9&round=1&diff=lines&x=1&x=2')).toBe(
    '?v=1&round=2&prompt=p7&node=3&diff=lines&x=1&x=2',
  )
})
