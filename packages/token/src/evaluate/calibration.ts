import { checkNumber, drawsOf } from '@espalier/core'

/** Something that a judge valued, and what is true of it. */
export interface JudgedLabel {
  /** In [0, 1]; null where the judge had no value for it. */
  readonly value: number | null
  readonly label: boolean
  /** Items of a group come from one problem and are drawn together by the bootstrap. Default: each is its own. */
  readonly group?: string
}

/** A figure with its 95 % interval. */
export interface Figure {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Values that lie together, and how often what they stand for is true. */
export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly count: number
  /** Means over the bin; null of none. */
  readonly value: number | null
  readonly rate: number | null
}

/** A judge against a checker. A figure is null where the items cannot show it: of none, or where all have one label. */
export interface Calibration {
  readonly items: number
  /** Items without a value, and their share. All other figures are over the rest. */
  readonly unparsed: number
  readonly unparsedShare: number | null
  /** Share that the checker calls right. */
  readonly base: Figure | null
  /** Share on which value > threshold says what the checker says. */
  readonly accuracy: Figure | null
  /** Chance that a right item has a higher value than a wrong one, equal values counting one half. */
  readonly auc: Figure | null
  /** Mean squared difference of value and truth (Brier 1950): 0 is best, 0.25 is what a constant 0.5 gives. */
  readonly brier: Figure | null
  /** Expected calibration error (Naeini 2015): mean difference of value and rate over bins of equal width, by their counts. */
  readonly ece: Figure | null
  /** Share that the judge calls right less the share that is (SPaR's refiner: 0.115, Cheng 2025, Table 3). */
  readonly overRating: Figure | null
  /** Cohen's, of judge and checker. */
  readonly kappa: Figure | null
  readonly bins: readonly ReliabilityBin[]
  readonly threshold: number
}

export interface CalibrationOptions {
  /** Values above it count as called right. Default 0.5, SPaR's gate. */
  readonly threshold?: number
  /** Default 10. */
  readonly bins?: number
  /** Samples of the bootstrap. Default 1,000. */
  readonly resamples?: number
  /** Default 0. */
  readonly seed?: number
}

type Valued = JudgedLabel & { readonly value: number }
type Statistic = (items: readonly Valued[]) => number | null

/** How good a judge is, measured on items whose truth is known. Intervals: percentiles of the bootstrap over groups of items (Efron 1979). */
export function calibrationOf(items: readonly JudgedLabel[], options: CalibrationOptions = {}): Calibration {
  const { threshold = 0.5, seed = 0 } = options
  const bins = checkNumber('calibrationOf.bins', options.bins ?? 10, { min: 1, max: 1000, integer: true })
  const resamples = checkNumber('calibrationOf.resamples', options.resamples ?? 1000, {
    min: 0,
    max: 100_000,
    integer: true,
  })
  const valued = items.filter((item): item is Valued => item.value !== null)
  const statistics = statisticsOf(threshold, bins)
  const names = Object.keys(statistics) as (keyof typeof statistics)[]
  const drawn = names.map((): number[] => [])
  const groups = groupsOf(valued)
  for (let b = 0; b < resamples && groups.length > 0; b++) {
    const draw = drawsOf(seed, b)
    const sample = groups.flatMap(() => groups[Math.floor(draw() * groups.length)]!)
    for (const [i, name] of names.entries()) {
      const value = statistics[name](sample)
      if (value !== null) drawn[i]!.push(value)
    }
  }
  const figure = (name: keyof typeof statistics): Figure | null => {
    const value = statistics[name](valued)
    return value === null ? null : { value, ...percentiles(drawn[names.indexOf(name)]!, value) }
  }
  const unparsed = items.length - valued.length
  return {
    items: items.length,
    unparsed,
    unparsedShare: items.length === 0 ? null : unparsed / items.length,
    base: figure('base'),
    accuracy: figure('accuracy'),
    auc: figure('auc'),
    brier: figure('brier'),
    ece: figure('ece'),
    overRating: figure('overRating'),
    kappa: figure('kappa'),
    bins: reliability(valued, bins),
    threshold,
  }
}

function groupsOf(items: readonly Valued[]): readonly (readonly Valued[])[] {
  const groups = new Map<string | Valued, Valued[]>()
  for (const item of items) {
    const name = item.group ?? item
    groups.set(name, [...(groups.get(name) ?? []), item])
  }
  return [...groups.values()]
}

function statisticsOf(threshold: number, bins: number) {
  const called = ({ value }: Valued): boolean => value > threshold
  return {
    base: (items) => meanOf(items, ({ label }) => Number(label)),
    accuracy: (items) => meanOf(items, (item) => Number(called(item) === item.label)),
    auc: areaUnderCurve,
    brier: (items) => meanOf(items, ({ value, label }) => (value - Number(label)) ** 2),
    ece: (items) => (items.length === 0 ? null : calibrationError(items, bins)),
    overRating: (items) => meanOf(items, (item) => Number(called(item)) - Number(item.label)),
    kappa: (items) => kappaOf(items, called),
  } satisfies Record<string, Statistic>
}

/** As `agreementOf` has it for two raters, from counts: the bootstrap asks for it a thousand times. */
function kappaOf(items: readonly Valued[], called: (item: Valued) => boolean): number | null {
  const share = (holds: (item: Valued) => boolean): number => meanOf(items, (item) => Number(holds(item))) ?? 0
  const [rated, right] = [share(called), share(({ label }) => label)]
  const expected = rated * right + (1 - rated) * (1 - right)
  if (items.length === 0 || expected === 1) return null
  return (share((item) => called(item) === item.label) - expected) / (1 - expected)
}

/** Of Mann and Whitney, by ranks: ties get the mean of theirs. */
function areaUnderCurve(items: readonly Valued[]): number | null {
  const sorted = items.toSorted((a, b) => a.value - b.value)
  const right = items.filter(({ label }) => label).length
  if (right === 0 || right === items.length) return null
  let ranks = 0
  for (let start = 0; start < sorted.length;) {
    let end = start
    while (end < sorted.length && sorted[end]!.value === sorted[start]!.value) end++
    const rank = (start + 1 + end) / 2
    for (let i = start; i < end; i++) if (sorted[i]!.label) ranks += rank
    start = end
  }
  return (ranks - (right * (right + 1)) / 2) / (right * (items.length - right))
}

function calibrationError(items: readonly Valued[], bins: number): number {
  return reliability(items, bins).reduce(
    (sum, { count, value, rate }) => sum + (count === 0 ? 0 : (count / items.length) * Math.abs(value! - rate!)),
    0,
  )
}

/** Bins of equal width over [0, 1]; 1 itself is in the last. */
function reliability(items: readonly Valued[], bins: number): readonly ReliabilityBin[] {
  const groups = Array.from({ length: bins }, () => ({ count: 0, values: 0, right: 0 }))
  for (const { value, label } of items) {
    const group = groups[Math.min(bins - 1, Math.floor(value * bins))]!
    group.count++
    group.values += value
    group.right += Number(label)
  }
  return groups.map(({ count, values, right }, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    count,
    value: count === 0 ? null : values / count,
    rate: count === 0 ? null : right / count,
  }))
}

function percentiles(drawn: readonly number[], value: number): { readonly low: number; readonly high: number } {
  if (drawn.length === 0) return { low: value, high: value }
  const sorted = drawn.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!
  return { low: at(0.025), high: at(0.975) }
}

function meanOf(items: readonly Valued[], of: (item: Valued) => number): number | null {
  let sum = 0
  for (const item of items) sum += of(item)
  return items.length === 0 ? null : sum / items.length
}
