import type { Comparison, Run } from './comparison.ts'
import type { Summary } from './summary.ts'
import type { CompareTask } from './task.ts'

/** Version of the report's shape. */
const REPORT_VERSION = 1

/**
 * Everything that was run and what it came to, as JSON: enough to work every figure out again, and to score every answer with a checker of
 * one's own. The same comparison gives the same bytes but for `ms`. A run is a line.
 */
export function reportText(task: CompareTask, comparison: Comparison, summary: Summary): string {
  const { runs, problems, contestants, budgets, unit, measure, seed, seeds, concurrency, complete } = comparison
  const head = {
    version: REPORT_VERSION,
    task: task.name,
    about: task.about,
    measure,
    measures: task.measures,
    unit,
    budgets,
    seed,
    seeds,
    concurrency,
    complete,
    reference: summary.reference,
    contestants: contestants.map(({ name, isBaseline, settings }) => ({
      name,
      isBaseline,
      settings: settings.map((setting, i) => ({ budget: budgets[i], ...setting })),
    })),
    problems,
    cells: summary.cells,
  }
  const lines = runs.map(runLine)
  return `${JSON.stringify(head).slice(0, -1)},"runs":[\n${lines.join(',\n')}\n]}\n`
}

/** What is said of a run, in this order. */
const RUN_FIELDS = [
  'contestant',
  'algorithm',
  'options',
  'problem',
  'seed',
  'budget',
  'calls',
  'tokens',
  'trials',
  'ms',
  'answer',
  'score',
  'solved',
] as const satisfies readonly (keyof Run)[]

function runLine(run: Run): string {
  const said = Object.fromEntries(RUN_FIELDS.map((field) => [field, run[field]]))
  return JSON.stringify({ ...said, ms: Math.round(run.ms * 1000) / 1000 })
}
