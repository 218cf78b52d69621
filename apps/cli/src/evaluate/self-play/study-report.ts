import { pairedDifference } from '@espalier/latent'
import { lineageOf, type Estimate, type Lineage } from '@espalier/self-play'
import { seededDraw } from '@espalier/tasks'
import { estimate } from '../../compare/estimate.ts'
import { plotSvg, type Series } from '../../compare/plot.ts'
import { WAYS, type Way } from './measure.ts'
import type { PlayedRound } from './play-arm.ts'

/** All rounds of an arm, of every seed. */
export interface ArmResult {
  readonly arm: string
  readonly seed: number
  readonly rounds: readonly PlayedRound[]
}

const percent = (value: number): string => (100 * value).toFixed(1)
const shown = (value: number, low: number, high: number): string =>
  `${percent(value)} [${percent(low)}, ${percent(high)}]`
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(columns), row(columns.map(() => '---')), ...rows.map(row)].join('\n')

const armsOf = (results: readonly ArmResult[]): readonly string[] => [...new Set(results.map(({ arm }) => arm))]

function roundsOf(results: readonly ArmResult[], arm: string): readonly (readonly PlayedRound[])[] {
  const own = results.filter((result) => result.arm === arm)
  const last = Math.max(...own.map(({ rounds }) => rounds.length))
  return Array.from({ length: last }, (_, i) => own.flatMap(({ rounds }) => rounds[i] ?? []))
}

/** For each held-out prompt, how often it was followed: all seeds are measured on the same ones. */
function followed(rounds: readonly PlayedRound[], way: Way): readonly number[] {
  return rounds[0]!.measured.follows[way].map((_, prompt) =>
    mean(rounds.map(({ measured }) => Number(measured.follows[way][prompt]))),
  )
}

/** Share of held-out prompts followed: Wilson's interval for one seed, over several a bootstrap of prompts. */
function passRate(rounds: readonly PlayedRound[], way: Way): Estimate {
  const values = followed(rounds, way)
  const { mean: value, low, high } = estimate(values, seededDraw(1))
  return { n: values.length, value, low, high }
}

/** Held-out prompts whose every constraint is met, by round. */
export function passTable(results: readonly ArmResult[]): string {
  const rows = armsOf(results).flatMap((arm) =>
    roundsOf(results, arm).map((rounds, i) => {
      const rates = WAYS.map((way) => passRate(rounds, way))
      return [arm, String(i), ...rates.map(({ value, low, high }) => shown(value, low, high))]
    }),
  )
  return table(['arm', 'round', ...WAYS.map((way) => `${way}, %`)], rows)
}

/** What rounds have added to the likeliest and to sampled answers, and search to the likeliest: of the same prompts, so with narrower intervals. */
export function gainTable(results: readonly ArmResult[]): string {
  const gain = (to: readonly number[], from: readonly number[]): string => {
    const { mean: value, low, high } = pairedDifference(to, from, seededDraw(1))
    return shown(value, low, high)
  }
  const rows = armsOf(results).flatMap((arm) => {
    const [first, ...later] = roundsOf(results, arm)
    return later.map((rounds, i) => [
      arm,
      String(i + 1),
      ...(['greedy', 'sampled'] as const).map((way) => gain(followed(rounds, way), followed(first!, way))),
      gain(followed(rounds, 'tree search'), followed(rounds, 'greedy')),
    ])
  })
  const columns = ['greedy, over round 0', 'sampled, over round 0', 'tree search, over greedy']
  return table(['arm', 'round', ...columns.map((column) => `${column}, points`)], rows)
}

/** What an answer costs in each way, in completions of the models: the same for all arms up to how often they are satisfied. */
export function costTable(results: readonly ArmResult[]): string {
  const rows = armsOf(results).flatMap((arm) =>
    roundsOf(results, arm).map((rounds, i) => [
      arm,
      String(i),
      ...WAYS.map((way) => mean(rounds.map(({ measured }) => measured.completions[way])).toFixed(1)),
    ]),
  )
  return table(['arm', 'round', ...WAYS], rows)
}

/** How the play of each round went, and how far its judge is to be believed. */
export function playTable(results: readonly ArmResult[]): string {
  const rows = armsOf(results).flatMap((arm) =>
    roundsOf(results, arm)
      .slice(1)
      .map((rounds, i) => {
        const reports = rounds.flatMap(({ report }) => report ?? [])
        const edits = rounds.flatMap((round) => round.edits ?? [])
        const solved = reports.flatMap(({ solved: one }) => one?.value ?? [])
        const flattery = reports.flatMap(({ refinementsHonesty }) => refinementsHonesty?.overRating.value ?? [])
        const agreement = reports.flatMap(({ answersHonesty }) => answersHonesty?.agreement.value ?? [])
        const [pairs, independent] = [mean(edits.map((one) => one.pairs)), mean(edits.map((one) => one.independent))]
        return [
          arm,
          String(i + 1),
          mean(reports.map((one) => one.pairs)).toFixed(0),
          mean(reports.map(({ examples }) => examples)).toFixed(0),
          percent(mean(solved)),
          percent(mean(agreement)),
          percent(mean(flattery)),
          `${pairs.toFixed(1)} / ${independent.toFixed(1)}`,
        ]
      }),
  )
  return table(
    [
      'arm',
      'round',
      'pairs',
      'examples',
      'searches above the gate, %',
      'judge right on answers, %',
      'over-rating of refinements, points',
      'edit distance in pairs / between independent answers',
    ],
    rows,
  )
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length

/** Pass rates by round: a line an arm for sampled answers, and one for the search at inference of the first arm. */
export function passPlot(results: readonly ArmResult[], subtitle: string): string {
  const arms = armsOf(results)
  const line = (arm: string, way: Way, name: string, style: number): Series => ({
    name,
    style,
    isBaseline: arm !== arms[0],
    points: roundsOf(results, arm).map((rounds, x) => {
      const { value, low, high } = passRate(rounds, way)
      return { x, y: 100 * value, low: 100 * low, high: 100 * high }
    }),
  })
  return plotSvg({
    title: 'Self-play: held-out prompts followed, by round',
    subtitle,
    xLabel: 'round of self-play',
    yLabel: 'prompts whose every constraint is met, %',
    xScale: 'linear',
    series: [
      line(arms[0]!, 'tree search', `${arms[0]!}, searched at inference`, 0),
      ...arms.map((arm, i) => line(arm, 'sampled', `${arm}, sampled`, i + 1)),
    ],
    y: { min: 50, max: 100, step: 10 },
    formatY: (y) => y.toFixed(0),
  })
}

/** An arm of one seed as the playground shows it. */
export function lineageOfArm({ arm, seed, rounds }: ArmResult): Lineage {
  return lineageOf({
    name: `${arm}, seed ${seed}`,
    outcomes: rounds.flatMap(({ outcomes }) => outcomes),
    reports: rounds.flatMap(({ report }) => report ?? []),
    heldOut: rounds.map((one) => ({
      round: one.round,
      greedy: passRate([one], 'greedy'),
      searched: passRate([one], 'tree search'),
    })),
  })
}
