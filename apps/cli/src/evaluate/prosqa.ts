/**
 * What the embedded ProsQA model can do, and what searching its thoughts adds: answer accuracy by the number of thoughts, verified paths at equal
 * budgets of thoughts, thoughts against words, and the baselines that need no model.
 *
 *   npm run eval:prosqa -- --file ../shared/data/prosqa/prosqa_valid.json [--count N] [--model FILE] [--json FILE]
 *
 * Without --file: held-out questions of official size. Questions larger than all that the model was trained on (30-60 nodes, 7-10 hops) are
 * always there. Searches see the question alone; a line is verified when it is finished, never before, unless a row says "masked".
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createProsqaModel, GRAPH_SLOTS } from '@espalier/models'
import { readProsqaCheckpoint } from '@espalier/models/node'
import { heldOutGraphs, parseOfficialProsqa, type GraphRecord } from '@espalier/tasks'
import { compare, type Comparison, type ComparisonPlan } from '../compare/comparison.ts'
import type { Contestant } from '../compare/contestant.ts'
import { summarise } from '../compare/summary.ts'
import { resultTable } from '../compare/tables.ts'
import { localWorker } from '../compare/workers.ts'
import { accuracyOf, majorityOf, NUMBERINGS } from './prosqa/answer-table.ts'
import { endOf, graphContest, LATENT, TOKEN, UNIFORM, type Face } from './prosqa/contest.ts'

const { values: options } = parseArgs({
  options: {
    file: { type: 'string' },
    count: { type: 'string', default: '150' },
    model: { type: 'string' },
    json: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})
const seed = Number(options.seed)
const count = Number(options.count)
const model = createProsqaModel(await readProsqaCheckpoint(options.model))
const percent = (share: number): string => (100 * share).toFixed(1)
const report: Record<string, unknown> = { model: model.name, seed }

/** Numberings whose answers are put to the vote. */
const VOTES = 5

function answerTable(name: string, records: readonly GraphRecord[], most: number): void {
  const rows: [string, ReturnType<typeof accuracyOf>][] = []
  for (let thoughts = 0; thoughts <= most; thoughts++) {
    rows.push([String(thoughts), accuracyOf(model, records, { thoughts })])
  }
  rows.push([
    `${most}, zeroed`,
    accuracyOf(model, records, { thoughts: most, change: (h) => new Float32Array(h.length) }),
  ])
  console.log(`\n### Answers after so many thoughts, without search: ${name} (${records.length})\n`)
  console.log(
    `| thoughts | right, % | 95 % interval | lowest and highest of ${NUMBERINGS} numberings |\n|---|---|---|---|`,
  )
  for (const [label, { mean, low, high, lowest, highest }] of rows)
    console.log(
      `| ${label} | ${percent(mean)} | ${percent(low)}-${percent(high)} | ${percent(lowest)}-${percent(highest)} |`,
    )
  const voted = majorityOf(model, records, { thoughts: most }, VOTES)
  console.log(
    `| ${most}, majority of ${VOTES} numberings | ${percent(voted.mean)} | ${percent(voted.low)}-${percent(voted.high)} | |`,
  )
  report[`answers, ${name}`] = { ...Object.fromEntries(rows), voted }
}

type Setting = readonly [name: string, algorithm: string, options?: Readonly<Record<string, number | string>>]

/** Found on other held-out questions than those of the tables, the last of `heldOutGraphs`. */
const MCTS_OPTIONS = { children: 4, expandAfter: 0, c: 0.1, fpuReduction: 0.1, backup: 'soft', sharpness: 4 }
const MCTS: Setting = ['MCTS', 'mcts', MCTS_OPTIONS]

async function searches(
  title: string,
  records: readonly GraphRecord[],
  face: Face,
  settings: readonly Setting[],
  budgets: readonly number[],
  maxSteps: number,
): Promise<Comparison> {
  const task = graphContest(records, model, face, maxSteps)
  const contestants = settings.map(([name, algorithm, given = {}]): Contestant => ({
    name: `${face.name}: ${name}`,
    isBaseline: name !== MCTS[0],
    settings: budgets.map(() => ({ algorithm, options: given })),
  }))
  const plan: ComparisonPlan = {
    problems: task.problems,
    seeds: 1,
    seed,
    unit: 'calls',
    budgets,
    contestants,
    concurrency: 1,
    tokensPerStep: 1,
  }
  const host = {
    clock: () => performance.now(),
    breathe: () => Promise.resolve(),
    signal: new AbortController().signal,
  }
  const comparison = await compare(plan, 'solved', localWorker(task, host), () => {})
  const summary = summarise(comparison, null)
  console.log(`\n#### ${title}\n\n${resultTable(comparison, summary)}`)
  report[title] = summary
  return comparison
}

/** Words against thoughts with the same algorithm: at equal steps of the model along a row, at equal wall time by the milliseconds. */
function curves(title: string, comparisons: readonly Comparison[]): void {
  console.log(`\n#### Thoughts against words: ${title}\n`)
  const [first] = comparisons
  console.log(`| verified, % (ms a question) | ${first!.budgets.map((budget) => `${budget} steps`).join(' | ')} |`)
  console.log(`|---|${'---|'.repeat(first!.budgets.length)}`)
  for (const comparison of comparisons) {
    const { cells } = summarise(comparison, null)
    for (const { name } of comparison.contestants) {
      const own = cells.filter(({ contestant }) => contestant === name)
      console.log(
        `| ${name} | ${own.map(({ result, ms }) => `${percent(result.mean)} (${ms.toFixed(1)})`).join(' | ')} |`,
      )
    }
  }
}

const ENDS = ['correct-path', 'longer-path', 'wrong-target', 'hallucination'] as const

/** How the final lines end, by the paper's classes. */
function endTable(
  title: string,
  records: readonly GraphRecord[],
  comparisons: readonly Comparison[],
  budget: number,
): void {
  console.log(`\n#### How final lines end at ${budget} steps, %: ${title}\n`)
  console.log(`| | ${ENDS.map((end) => end.replace('-', ' ')).join(' | ')} |\n|---|${'---|'.repeat(ENDS.length)}`)
  for (const { contestants, runs } of comparisons) {
    for (const { name } of contestants) {
      const own = runs.filter((run) => run.contestant === name && run.budget === budget)
      const ends = own.map(({ problem, answer }) => endOf(records[problem]!, answer))
      const shares = ENDS.map((end) => percent(ends.filter((one) => one === end).length / ends.length))
      console.log(`| ${name} | ${shares.join(' | ')} |`)
    }
  }
}

const started = performance.now()
const official =
  options.file === undefined
    ? { name: 'held-out, official size', records: heldOutGraphs('official', 2 * count) }
    : { name: options.file.split('/').at(-1)!, records: parseOfficialProsqa(readFileSync(options.file, 'utf8')) }
const large = {
  name: 'larger than any trained on',
  records: heldOutGraphs('large', 2 * count)
    .filter(({ question }) => question.symbols.length <= GRAPH_SLOTS)
    .slice(0, count),
}
console.log(`Model ${model.name}, seed ${seed}; shares of questions with Wilson intervals (95 %).`)
answerTable(official.name, official.records, 6)
answerTable(large.name, large.records, 10)

for (const { name, records, maxSteps } of [
  { ...official, maxSteps: 8 },
  { ...large, maxSteps: 12 },
]) {
  console.log(`\n### Verified paths by thoughts: ${name} (${records.length})`)
  const budgets = [16, 32, 64, 128, 256, 512]
  const own: Setting[] = [
    ['greedy', 'greedy'],
    ['independent samples', 'best-of-n', { n: 0 }],
    ['beam of 4', 'beam', { width: 4, children: 4 }],
    ['beam of 8', 'beam', { width: 8, children: 4 }],
    ['best-first', 'best-first', { children: 4 }],
    MCTS,
  ]
  const latent = await searches(`Thoughts, ${name}`, records, LATENT, own, budgets, maxSteps)
  const token = await searches(`Words, ${name}`, records, TOKEN, own, budgets, maxSteps)
  await searches(
    `Controls without a model, ${name}`,
    records,
    UNIFORM,
    [
      ['random lines', 'best-of-n', { n: 0 }],
      ['MCTS, uniform priors', 'mcts', MCTS_OPTIONS],
    ],
    budgets,
    maxSteps,
  )
  await searches(
    `Where the verifier masks steps (it then knows the graph), ${name}`,
    records,
    { ...LATENT, name: 'no model' },
    [
      ['depth-first', 'masked-depth-first'],
      ['breadth-first', 'masked-breadth-first'],
    ],
    budgets,
    maxSteps,
  )
  curves(name, [latent, token])
  endTable(name, records, [latent, token], 64)
}
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(report))
console.log(`\nWall time ${((performance.now() - started) / 1000).toFixed(0)} s in one process.`)
