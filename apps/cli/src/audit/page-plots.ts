import type { BatteryReport, Figure } from '@espalier/latent'
import { escapeXml } from '../compare/plot-style.ts'
import { hundredths } from './figure-text.ts'
import { MASS_HEADS, massesOf } from './report-text.ts'

/** Drawings of the page, as SVG that takes its colours from the page. Wide as a phone at most, so that text stays readable there. */
const WIDTH = 360
const LEFT = 40
const RIGHT = WIDTH - 12
const TOP = 12
const HEIGHT = 180

/** Accuracy by number of thoughts, with intervals, and the half that guessing gives. */
export function accuracyPlot({ results }: BatteryReport): string {
  const points = figuresOf(results, 'necessity').filter(
    ({ kind, name }) => kind === 'share' && name.startsWith('accuracy'),
  )
  const xAt = (k: number): number => LEFT + 14 + (k * (RIGHT - LEFT - 28)) / Math.max(1, points.length - 1)
  const line = points.map(({ mean }, k) => `${k === 0 ? 'M' : 'L'}${at(xAt(k))} ${at(yAt(mean))}`).join('')
  return svg('Accuracy by number of thoughts', TOP + HEIGHT + 38, [
    ...grid(),
    `<path class="chance" d="M${LEFT} ${at(yAt(0.5))}H${RIGHT}"/>`,
    `<path class="line" d="${line}"/>`,
    ...points.flatMap(({ mean, low, high }, k) => [
      `<path class="interval" d="M${at(xAt(k))} ${at(yAt(low))}V${at(yAt(high))}"/>`,
      `<circle class="dot" cx="${at(xAt(k))}" cy="${at(yAt(mean))}" r="4"/>`,
      `<text class="soft" x="${at(xAt(k))}" y="${TOP + HEIGHT + 16}" text-anchor="middle">${k}</text>`,
    ]),
    `<text class="soft" x="${(LEFT + RIGHT) / 2}" y="${TOP + HEIGHT + 34}" text-anchor="middle">thoughts (dashed: guessing)</text>`,
  ])
}

/** Accuracy with thoughts replaced, one bar each, with intervals. */
export function replacementPlot({ results }: BatteryReport): string {
  const bars = figuresOf(results, 'replace').filter(({ kind }) => kind === 'share')
  const [row, left] = [30, 104]
  const xAt = (x: number): number => left + x * (RIGHT - 44 - left)
  const bottom = TOP + bars.length * row
  return svg('Accuracy with every thought replaced', bottom + 12, [
    ...bars.flatMap(({ name, mean, low, high }, i) => {
      const y = TOP + i * row
      return [
        `<text x="${left - 8}" y="${y + 18}" text-anchor="end">${escapeXml(name)}</text>`,
        `<rect class="${i === 0 ? 'bar whole' : 'bar'}" x="${left}" y="${y + 4}" width="${at(xAt(mean) - left)}" height="20"/>`,
        `<path class="interval" d="M${at(xAt(low))} ${y + 14}H${at(xAt(high))}"/>`,
        `<text x="${RIGHT}" y="${y + 18}" text-anchor="end">${hundredths(mean)}</text>`,
      ]
    }),
    `<path class="chance" d="M${at(xAt(0.5))} ${TOP}V${bottom}"/>`,
  ])
}

/** Mass of the read-outs by step, stacked by group of nodes. */
export function massPlot({ readings }: BatteryReport): string {
  const { steps } = readings
  const slot = (RIGHT - LEFT) / steps.length
  const bars = steps.flatMap((step, k) => {
    let below = 0
    const x = LEFT + k * slot + slot * 0.15
    const stack = massesOf(step).map((mass, group) => {
      const height = Number.isNaN(mass) ? 0 : mass * HEIGHT
      below += height
      return `<rect class="group${group}" x="${at(x)}" y="${at(TOP + HEIGHT - below)}" width="${at(slot * 0.7)}" height="${at(height)}"/>`
    })
    const label = `<text class="soft" x="${at(x + slot * 0.35)}" y="${TOP + HEIGHT + 16}" text-anchor="middle">${step.step}</text>`
    return [...stack, label]
  })
  const legend = MASS_HEADS.flatMap((head, group) => {
    const x = LEFT + group * 80
    return [
      `<rect class="group${group}" x="${x}" y="${TOP + HEIGHT + 26}" width="10" height="10"/>`,
      `<text class="soft" x="${x + 14}" y="${TOP + HEIGHT + 35}">${head}</text>`,
    ]
  })
  return svg('Mass of the read-outs by step', TOP + HEIGHT + 44, [...grid(), ...bars, ...legend])
}

function figuresOf(results: BatteryReport['results'], test: string): readonly Figure[] {
  return results.find((result) => result.test === test)?.figures ?? []
}

function grid(): readonly string[] {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((y) => [
    `<path class="grid" d="M${LEFT} ${at(yAt(y))}H${RIGHT}"/>`,
    `<text class="soft" x="${LEFT - 6}" y="${at(yAt(y) + 4)}" text-anchor="end">${100 * y}</text>`,
  ])
}

function svg(title: string, height: number, body: readonly string[]): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(title)}">${body.join('')}</svg>`
}

const yAt = (share: number): number => TOP + HEIGHT * (1 - share)
const at = (x: number): string => x.toFixed(1)
