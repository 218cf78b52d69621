import { describe, expect, it } from 'vitest'
import { plotSvg, type Plot } from './plot.ts'
import { plotStyle } from './plot-style.ts'

const plot = (names: readonly string[], xs: readonly number[]): Plot => ({
  title: 'a < b & "c"',
  subtitle: 'none',
  xLabel: 'budget',
  yLabel: 'solved',
  y: { min: 0, max: 1, step: 0.2 },
  formatY: (y) => y.toFixed(1),
  series: names.map((name, style) => ({
    name,
    style,
    isBaseline: style === 1,
    points: xs.map((x, i) => ({ x, y: i / 4, low: i / 8, high: i / 2 })),
  })),
})

const ATTRIBUTES = /(?:\s[a-zA-Z][a-zA-Z0-9-]*="(?:[^"<&]|&(?:amp|lt|gt|quot);)*")*/.source
const TAG = new RegExp(`<(/?)([a-z]+)${ATTRIBUTES}(/?)>`, 'g')

/** What is wrong with a document as XML: elements that do not nest, attributes or characters that may not stand so; null if nothing is. */
function markupFault(svg: string): string | null {
  const open: string[] = []
  for (const [tag, closing, name, empty] of svg.matchAll(TAG)) {
    if (closing === '/' && open.pop() !== name) return `${tag} closes nothing`
    if (closing === '' && empty === '') open.push(name!)
  }
  if (/[<>]|&(?!(?:amp|lt|gt|quot);)/.test(svg.replace(TAG, ''))) return 'a stray character'
  return open.length === 0 ? null : `${open.join(' ')} left open`
}

describe('plotSvg', () => {
  it('is well-formed and has every series with its name, in lines and legend', () => {
    const names = ['mcts', 'beam <1>', 'a & b']
    const svg = plotSvg(plot(names, [16, 64, 256]))
    expect(markupFault(svg)).toBeNull()
    expect(svg.match(/class="series"/g)).toHaveLength(3)
    expect(svg.match(/class="legend"/g)).toHaveLength(3)
    for (const name of ['mcts', 'beam &lt;1&gt;', 'a &amp; b']) expect(svg.split(`>${name}<`)).toHaveLength(3)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('puts budgets on a logarithmic scale', () => {
    const svg = plotSvg(plot(['mcts'], [16, 64, 256]))
    const [a, b, c] = [16, 64, 256].map((x) => Number(new RegExp(`<text x="([\\d.]+)"[^>]*>${x}<`).exec(svg)![1]))
    expect(b! - a!).toBeCloseTo(c! - b!, 5)
  })

  it('draws one budget alone, and makes room for as many series as there are', () => {
    const names = Array.from({ length: 40 }, (_, i) => `method ${i}`)
    const svg = plotSvg(plot(names, [10]))
    expect(markupFault(svg)).toBeNull()
    const height = Number(/height="(\d+)"/.exec(svg)![1])
    const rows = [...svg.matchAll(/class="legend"><path d="M[\d.]+ ([\d.]+)H/g)].map((match) => Number(match[1]))
    expect(rows).toHaveLength(40)
    expect(Math.max(...rows)).toBeLessThan(height)
    expect(new Set(rows).size).toBe(40)
  })

  it('tells the first 20 lines apart without colour', () => {
    const looks = Array.from({ length: 20 }, (_, i) => plotStyle(i, false)).map(
      ({ dash, marker }) => `${dash} ${marker}`,
    )
    expect(new Set(looks).size).toBe(20)
  })
})
