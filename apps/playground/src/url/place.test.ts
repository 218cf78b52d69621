import { expect, it } from 'vitest'
import { parsePlace, pathOf, type Place } from './place.ts'

it.each<[string, Place]>([
  ['/', { screen: 'searches', home: null }],
  ['/new', { screen: 'compose', home: null }],
  ['/s/abc_-9', { screen: 'search', home: 'server', id: 'abc_-9' }],
  ['/page', { screen: 'searches', home: 'page' }],
  ['/page/new', { screen: 'compose', home: 'page' }],
  ['/page/s/x', { screen: 'search', home: 'page', id: 'x' }],
  ['/refinements', { screen: 'refinements', home: null }],
  ['/page/refinements', { screen: 'refinements', home: 'page' }],
  ['/r/refi_0a', { screen: 'lineage', home: 'server', id: 'refi_0a' }],
  ['/page/r/file-1', { screen: 'lineage', home: 'page', id: 'file-1' }],
])('%s', (path, place) => {
  expect(parsePlace(path)).toEqual(place)
  if (place.screen !== 'unknown') expect(pathOf(place)).toBe(path)
})

it.each(['/s/', '/s/a/b', '/r/', '/r/a/b', '/x/a', '/s/ä', '/pages', '/page/elsewhere', '/%2e%2e'])(
  '%s leads nowhere',
  (path) => {
    expect(parsePlace(path).screen).toBe('unknown')
  },
)
