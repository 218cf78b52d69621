/**
 * Ways to branch a thought, and what may be shared between branches, within MCTS at equal budgets of thoughts: every position of the model counts, those
 * that a refinement tries and those that a merge looks ahead with. Questions are held out; a line is verified when it is finished, never before.
 *
 *   npm run eval:operators [-- --count N] [--model FILE] [--json FILE] [--only TEXT] [--seed N]
 *
 * `--only`: rows whose name contains it, beside the reference.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createProsqaModel, GRAPH_SLOTS } from '@espalier/models'
import { readProsqaCheckpoint } from '@espalier/models/node'
import { heldOutGraphs, type GraphRecord } from '@espalier/tasks'
import { compare, type Comparison } from '../compare/comparison.ts'
import { summarise, type Cell } from '../compare/summary.ts'
import { costTable, differenceTable, resultTable } from '../compare/tables.ts'
import { localWorker } from '../compare/workers.ts'
import { graphContest } from './prosqa/contest.ts'
import { mapVariance } from './prosqa/map-variance.ts'
import { operatorRows, REFERENCE, type OperatorRow } from './prosqa/operator-rows.ts'

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    model: { type: 'string' },
    json: { type: 'string' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
  },
})
/** Questions for the maps: half to fix one on, half to search. */
const MAPPED = 80
const [seed, count] = [Number(options.seed), Number(options.count)]
const model = createProsqaModel(await readProsqaCheckpoint(options.model))
const merges = new Map<string, { kept: number; merged: number }>()
const rows = operatorRows((name, { kept, merged }) => {
  const sum = merges.get(name) ?? { kept: 0, merged: 0 }
  merges.set(name, { kept: sum.kept + kept, merged: sum.merged + merged })
}).filter(({ name }) => name === REFERENCE || name.includes(options.only))
const host = { clock: () => performance.now(), breathe: () => Promise.resolve(), signal: new AbortController().signal }

/** One row's searches. */
function searches(
  { name, face, setting }: OperatorRow,
  records: readonly GraphRecord[],
  budgets: readonly number[],
  maxSteps: number,
): Promise<Comparison> {
  const task = graphContest(records, model, face, maxSteps)
  const contestants = [{ name, isBaseline: false, settings: budgets.map(() => setting) }]
  return compare(
    { problems: task.problems, seeds: 1, seed, unit: 'calls', budgets, contestants, concurrency: 1, tokensPerStep: 1 },
    'solved',
    localWorker(task, host),
    () => {},
  )
}

/** A row that shares something between branches, less the same row without it; none where that was not run. */
function sharingCells(all: Comparison, { name, without }: OperatorRow): readonly Cell[] {
  const pair = all.contestants.filter((one) => one.name === name || one.name === without)
  if (without === null || pair.length < 2) return []
  return summarise({ ...all, contestants: pair }, without).cells.filter(({ contestant }) => contestant === name)
}

const report: Record<string, unknown> = { model: model.name, seed }
const started = performance.now()
console.log(`Model ${model.name}, seed ${seed}; shares of questions with Wilson intervals, differences paired (95 %).`)
for (const { name, records, budgets, maxSteps } of [
  { name: 'held-out, official size', records: heldOutGraphs('official', count), budgets: [8, 16, 32, 64], maxSteps: 8 },
  {
    name: 'larger than any trained on',
    records: heldOutGraphs('large', 2 * count)
      .filter(({ question }) => question.symbols.length <= GRAPH_SLOTS)
      .slice(0, count),
    budgets: [32, 64, 128, 256],
    maxSteps: 12,
  },
]) {
  merges.clear()
  const parts: Comparison[] = []
  for (const row of rows) parts.push(await searches(row, records, budgets, maxSteps))
  const all: Comparison = {
    ...parts[0]!,
    contestants: parts.flatMap(({ contestants }) => contestants),
    runs: parts.flatMap(({ runs }) => runs),
  }
  const summary = summarise(all, REFERENCE)
  console.log(`\n### ${name} (${records.length})\n\n${resultTable(all, summary)}`)
  if (parts.length > 1) console.log(differenceTable(all, summary))
  const cells = rows.flatMap((row) => sharingCells(all, row))
  if (cells.length > 0) console.log(differenceTable(all, { reference: 'the same without sharing', cells }))
  console.log(costTable(all, summary))
  for (const [row, { kept, merged }] of merges) {
    const share = kept + merged === 0 ? 0 : merged / (kept + merged)
    if (share > 0)
      console.log(`${row}: ${merged} of ${kept + merged} thoughts (${(100 * share).toFixed(1)} %) counted for another.`)
  }
  report[name] = { ...summary, sharing: cells, merges: Object.fromEntries(merges) }
}
const questions = heldOutGraphs('official', MAPPED).map(({ question }) => question)
const {
  searches: mapped,
  fixed,
  own,
} = await mapVariance(model, questions.slice(0, MAPPED / 2), questions.slice(MAPPED / 2))
const [fixedShare, ownShare] = [fixed, own].map((share) => (100 * share).toFixed(1))
console.log(
  `\n### Maps of thoughts\n\nOf the variance of a search's thoughts (mean of ${mapped} searches) two dimensions show`,
)
console.log(`${fixedShare} % on a map fixed on other questions, and ${ownShare} % on a map of the search's own.`)
report['maps'] = { searches: mapped, fixed, own }
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(report))
console.log(`\nWall time ${((performance.now() - started) / 1000).toFixed(0)} s in one process.`)
