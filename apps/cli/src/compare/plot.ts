import { escapeXml, markerPath, plotStyle } from './plot-style.ts'

/** One line of the plot: a value with its interval at each x. */
export interface Series {
  readonly name: string
  /** Which look it has (`plotStyle`): the same number looks the same in every plot. */
  readonly style: number
  /** Drawn in grey, so that it is seen at once what has to be beaten. */
  readonly isBaseline: boolean
  readonly points: readonly { readonly x: number; readonly y: number; readonly low: number; readonly high: number }[]
}

export interface Plot {
  readonly title: string
  readonly subtitle: string
  readonly xLabel: string
  readonly yLabel: string
  /** In the order of the legend. At least one; the first has every x, ascending. */
  readonly series: readonly Series[]
  /** Default `logarithmic`, for x above 0. */
  readonly xScale?: 'logarithmic' | 'linear'
  /** Range of y, both of them ticks; values beyond are clipped. */
  readonly y: { readonly min: number; readonly max: number; readonly step: number }
  readonly formatY: (y: number) => string
}

const LEFT = 76
const TOP = 64
const PLOT_WIDTH = 620
const MIN_PLOT_HEIGHT = 420
const BOTTOM = 60
const LEGEND_GAP = 24
const LEGEND_ROW = 20
const LEGEND_SAMPLE = 36
/** Width of a character of the legend, generously. */
const CHARACTER = 7.2
/** Half the room that the points of one x share, so that their intervals stand side by side. */
const SPREAD = 16

/** An SVG document: a line a series with bars for intervals, the legend beside the plot. Pure: the same for the same. */
export function plotSvg(plot: Plot): string {
  const { series, y } = plot
  const height = Math.max(MIN_PLOT_HEIGHT, series.length * LEGEND_ROW)
  const longest = Math.max(...series.map(({ name }) => name.length))
  const width = LEFT + PLOT_WIDTH + LEGEND_GAP + LEGEND_SAMPLE + 8 + longest * CHARACTER + 12
  const xs = series[0]!.points.map(({ x }) => x)
  const scaled = plot.xScale === 'linear' ? (x: number): number => x : Math.log
  const [first, last] = [scaled(xs[0]!), scaled(xs.at(-1)!)]
  const inner = PLOT_WIDTH - 4 * SPREAD
  const xAt = (x: number): number =>
    LEFT + 2 * SPREAD + (first === last ? inner / 2 : (inner * (scaled(x) - first)) / (last - first))
  const yAt = (value: number): number =>
    TOP + height * (1 - (Math.min(y.max, Math.max(y.min, value)) - y.min) / (y.max - y.min))
  const shift = (i: number): number =>
    series.length === 1 ? 0 : SPREAD * ((2 * i) / (series.length - 1) - 1) * Math.min(1, series.length / 8)
  const body = [
    `<text x="${LEFT}" y="26" class="title">${escapeXml(plot.title)}</text>`,
    `<text x="${LEFT}" y="46" class="soft">${escapeXml(plot.subtitle)}</text>`,
    ...yAxis(plot, yAt),
    ...xAxis(plot, xs, xAt, TOP + height),
    ...series.map((one, i) => drawnSeries(one, (x) => xAt(x) + shift(i), yAt)),
    ...series.map((one, i) => legendRow(one, i)),
  ]
  const size = `${width.toFixed(0)} ${(TOP + height + BOTTOM).toFixed(0)}`
  const [w, h] = size.split(' ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${w}" height="${h}" role="img" aria-label="${escapeXml(plot.title)}">
<style>text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-size:17px;font-weight:600}.soft{fill:#59636e}</style>
<rect width="100%" height="100%" fill="#ffffff"/>
${body.join('\n')}
</svg>
`
}

function yAxis({ y, yLabel, formatY }: Plot, yAt: (value: number) => number): string[] {
  const ticks = Array.from({ length: Math.round((y.max - y.min) / y.step) + 1 }, (_, i) => y.min + i * y.step)
  const middle = (yAt(y.min) + yAt(y.max)) / 2
  return [
    ...ticks.map((tick) => {
      const at = yAt(tick).toFixed(1)
      return (
        `<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${at}" y2="${at}" stroke="${tick === y.min ? '#1f2328' : '#e1e4e8'}"/>` +
        `<text x="${LEFT - 8}" y="${at}" dy="0.35em" text-anchor="end">${escapeXml(formatY(tick))}</text>`
      )
    }),
    `<text transform="translate(20 ${middle.toFixed(1)}) rotate(-90)" text-anchor="middle">${escapeXml(yLabel)}</text>`,
  ]
}

function xAxis({ xLabel }: Plot, xs: readonly number[], xAt: (x: number) => number, bottom: number): string[] {
  return [
    ...xs.map((x) => {
      const at = xAt(x).toFixed(1)
      return (
        `<line x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 6}" stroke="#1f2328"/>` +
        `<text x="${at}" y="${bottom + 21}" text-anchor="middle">${x}</text>`
      )
    }),
    `<text x="${LEFT + PLOT_WIDTH / 2}" y="${bottom + 46}" text-anchor="middle">${escapeXml(xLabel)}</text>`,
  ]
}

function drawnSeries(
  { name, isBaseline, style, points }: Series,
  xAt: (x: number) => number,
  yAt: (value: number) => number,
): string {
  const { color, dash, marker } = plotStyle(style, isBaseline)
  const places = points.map(({ x, y, low, high }) => ({ x: xAt(x), y: yAt(y), low: yAt(low), high: yAt(high) }))
  const line = places.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
  const bars = places.map(({ x, low, high }) => `M${x.toFixed(1)} ${low.toFixed(1)}V${high.toFixed(1)}`).join('')
  const marks = places.map(({ x, y }) => markerPath(marker, x, y)).join('')
  return (
    `<g class="series" stroke="${color}" fill="none" data-name="${escapeXml(name)}"><title>${escapeXml(name)}</title>` +
    `<path d="${bars}" stroke-opacity="0.6"/><path d="${line}" stroke-width="1.8"${dash}/>` +
    `<path d="${marks}" fill="#ffffff" stroke-width="1.6"/></g>`
  )
}

function legendRow({ name, isBaseline, style }: Series, index: number): string {
  const { color, dash, marker } = plotStyle(style, isBaseline)
  const x = LEFT + PLOT_WIDTH + LEGEND_GAP
  const y = TOP + LEGEND_ROW * (index + 0.5)
  return (
    `<g class="legend"><path d="M${x} ${y}H${x + LEGEND_SAMPLE}" stroke="${color}" stroke-width="1.8" fill="none"${dash}/>` +
    `<path d="${markerPath(marker, x + LEGEND_SAMPLE / 2, y)}" stroke="${color}" stroke-width="1.6" fill="#ffffff"/>` +
    `<text x="${x + LEGEND_SAMPLE + 8}" y="${y}" dy="0.35em">${escapeXml(name)}</text></g>`
  )
}
