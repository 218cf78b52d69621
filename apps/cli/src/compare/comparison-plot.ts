import type { Comparison } from './comparison.ts'
import { plotSvg } from './plot.ts'
import type { Summary } from './summary.ts'
import type { CompareTask } from './task.ts'

/** Shares of the whole range. */
const STEPS = [0.02, 0.05, 0.1, 0.2]

/** The results of a comparison against the budget; the legend is in the order of the results at the largest one. */
export function comparisonSvg(task: CompareTask, comparison: Comparison, { cells }: Summary): string {
  const { contestants, unit, measure, complete, seeds } = comparison
  const [factor, word] = measure === 'solved' ? [100, 'solved, %'] : [1, 'mean score of the final answer']
  const series = contestants
    .map(({ name, isBaseline }, style) => ({
      name,
      isBaseline,
      style,
      points: cells
        .filter(({ contestant }) => contestant === name)
        .map(({ budget, result: { mean, low, high } }) => ({
          x: budget,
          y: factor * mean,
          low: factor * low,
          high: factor * high,
        })),
    }))
    .toSorted((a, b) => b.points.at(-1)!.y - a.points.at(-1)!.y)
  const lowest = Math.min(...series.flatMap(({ points }) => points.map(({ low }) => low)))
  return plotSvg({
    title: `${task.name}: ${measure === 'solved' ? 'problems solved' : 'quality of the final answer'} at equal budgets`,
    subtitle: `${complete} problems${seeds === 1 ? '' : `, ${seeds} searches of each`}; bars are 95 % intervals; baselines are grey`,
    xLabel: `budget, ${unit} a problem (logarithmic)`,
    yLabel: word,
    series,
    y: axis(lowest, factor),
    formatY: (y) => (measure === 'solved' ? y.toFixed(0) : y.toFixed(2)),
  })
}

/** From a round number at or below the lowest value up to the highest possible one, in at most six even steps. */
function axis(lowest: number, max: number): { readonly min: number; readonly max: number; readonly step: number } {
  const step = max * (STEPS.find((candidate) => Math.ceil((max - lowest) / (max * candidate)) <= 6) ?? 0.2)
  return { min: Math.max(0, max - step * Math.ceil((max - lowest) / step)), max, step }
}
