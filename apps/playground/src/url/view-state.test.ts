import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DEFAULT_VIEW,
  MAP_MODES,
  MEASURES,
  PANELS,
  SCALES,
  VIEWS,
  formatView,
  parseView,
  type ViewState,
} from './view-state.ts'

const anyView: fc.Arbitrary<ViewState> = fc.record({
  view: fc.constantFrom(...VIEWS),
  sel: fc.option(fc.nat()),
  root: fc.nat(),
  fold: fc.uniqueArray(fc.nat(), { maxLength: 20 }).map((nodes) => nodes.toSorted((a, b) => a - b)),
  seq: fc.option(fc.nat()),
  color: fc.constantFrom(...MEASURES),
  width: fc.constantFrom(...MEASURES),
  scale: fc.constantFrom(...SCALES),
  find: fc.string({ maxLength: 200, unit: 'grapheme' }),
  panel: fc.constantFrom(...PANELS),
  map: fc.constantFrom(...MAP_MODES),
})

describe('the query of a link', () => {
  it('brings every view back', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const parsed = parseView(formatView(view))
        expect(parsed.view).toEqual({ ...view, find: view.find.slice(0, 200) })
        expect(parsed.notices).toEqual([])
      }),
    )
  })

  it('says nothing of what is as always', () => {
    expect(formatView(DEFAULT_VIEW)).toBe('?v=1')
    expect(parseView('').view).toEqual(DEFAULT_VIEW)
  })

  it('falls back where it makes no sense, and tells', () => {
    const { view, notices } = parseView('?v=1&view=galaxy&sel=-3&color=q')
    expect(view).toEqual(DEFAULT_VIEW)
    expect(notices).toHaveLength(3)
    expect(notices[0]).toContain('galaxy')
  })

  it('reads folded nodes in order, each once, and no more than fit an address', () => {
    expect(parseView('?v=1&fold=7.3.3.12').view.fold).toEqual([3, 7, 12])
    expect(parseView('?v=1&fold=7,3').notices).toHaveLength(1)
    const many = Array.from({ length: 500 }, (_, i) => i)
    expect(parseView(formatView({ ...DEFAULT_VIEW, fold: many })).view.fold).toEqual(many.slice(0, 200))
  })

  it('carries along what it does not know', () => {
    const { view, unknown } = parseView('?v=1&sel=4&cmp=other&x=1&x=2')
    expect(formatView(view, unknown)).toBe('?v=1&sel=4&cmp=other&x=1&x=2')
  })

  it('reads links of a newer version as far as it can', () => {
    const { view, notices } = parseView('?v=9&sel=4')
    expect(view.sel).toBe(4)
    expect(notices[0]).toContain('newer version')
  })

  it('never fails, whatever the link says', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => parseView(`?${text}`).view !== undefined))
  })
})
