/**
 * Compares the search methods at equal budgets of generated tokens, scored by their final answers: `espalier compare` with budgets in whole
 * chains and, for beam and best-first, the setting that did best on validation puzzles.
 *
 *   npm run eval:game24 [-- --quick] [-- --json FILE] [-- --model FILE] [-- --processes N]
 *
 * Puzzles: the 100 official Game of 24 test puzzles (ranks 901-1000) where ../shared/data/game24/24.csv exists, else 100 of the
 * held-out test split; and 200 held-out Countdown puzzles each of five and of six numbers. None was seen in training. `--split validation` is
 * for choosing options: `--groups a,b` runs only some rows, `--try 'mcts:{"children":2}'` (repeatable) adds rows of their own.
 */
import { fork } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { heldOutPuzzles, officialTestPuzzles, parseOfficialGame24, type CountdownPuzzle } from '@espalier/tasks'
import { compare, type ComparisonPlan } from '../compare/comparison.ts'
import type { Contestant } from '../compare/contestant.ts'
import { reportText } from '../compare/report.ts'
import { summarise } from '../compare/summary.ts'
import { costTable, differenceTable, resultTable } from '../compare/tables.ts'
import { openTask, type CompareTask, type TaskRequest } from '../compare/task.ts'
import { WORKER_ARGUMENT } from '../compare/worker-process.ts'
import { processWorkers, type Workers } from '../compare/workers.ts'
import { openEmbeddedCatalog } from '../run/open-catalog.ts'
import { chainCost } from './chain-cost.ts'
import { METHODS, type Method } from './method-list.ts'
import { bestSettings, settingsLines } from './group-settings.ts'
import { SETTINGS } from './settings.ts'

/** Budgets in whole chains' worth of generated tokens. */
const CHAINS = [1, 2, 4, 8, 16, 32]
/** Budgets of the searches without a model, in expansions. */
const EXPANSIONS = [10, 100, 1000, 2000]

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    model: { type: 'string' },
    processes: { type: 'string', default: '2' },
    split: { type: 'string', default: 'test' },
    sets: { type: 'string', default: '4,5,6' },
    groups: { type: 'string' },
    try: { type: 'string', multiple: true, default: [] },
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})
const seed = Number(options.seed)
const isValidation = options.split === 'validation'
const launcher = fileURLToPath(new URL('../../bin/espalier.js', import.meta.url))

function officialFile(): readonly CountdownPuzzle[] | null {
  try {
    const csv = readFileSync(new URL('../../../../../shared/data/game24/24.csv', import.meta.url), 'utf8')
    return officialTestPuzzles(parseOfficialGame24(csv)).map(({ numbers }) => ({ numbers, target: 24 }))
  } catch {
    return null
  }
}

function puzzleSet(numbers: 4 | 5 | 6): { readonly name: string; readonly puzzles: readonly CountdownPuzzle[] } {
  const split = isValidation ? 'validation' : 'test'
  const wanted = Number(options.count ?? (options.quick ? 20 : numbers === 4 ? 100 : 200))
  const official = numbers === 4 && split === 'test' ? officialFile() : null
  if (official !== null) return { name: 'Game of 24, official test puzzles', puzzles: official.slice(0, wanted) }
  const count = numbers === 4 && split === 'validation' ? Math.min(wanted, 77) : wanted
  const name =
    numbers === 4 ? `Game of 24, held-out ${split} puzzles` : `Countdown, ${numbers} numbers, held-out ${split} puzzles`
  return { name, puzzles: heldOutPuzzles({ split, count, numbers, seed: 20_000 + numbers }) }
}

/** A row a group, with the settings found on the validation split; there, a row a setting. */
function contestants(numbers: number): readonly Contestant[] {
  const wanted = options.groups?.split(',')
  const methods = [
    ...METHODS.filter((method) => wanted === undefined || wanted.includes(method.group)),
    ...options.try.map(tried),
  ]
  const rows = isValidation
    ? methods
    : methods.filter(({ group }, i) => methods.findIndex((m) => m.group === group) === i)
  return rows.map((row) => {
    const chosen = isValidation ? undefined : SETTINGS[numbers]?.[row.group]
    const settings = CHAINS.map((_, i) => {
      const { algorithm, options: own } = chosen === undefined ? row : methodNamed(methods, chosen[i]!)
      return { algorithm, options: own }
    })
    return { name: isValidation ? row.name : row.group, isBaseline: row.group !== 'mcts', settings }
  })
}

function methodNamed(methods: readonly Method[], name: string): Method {
  const method = methods.find((candidate) => candidate.name === name)
  if (method === undefined) throw new Error(`settings: there is no method ${JSON.stringify(name)}`)
  return method
}

function tried(text: string): Method {
  const [algorithm, json = '{}'] = text.split(/:(.*)/s)
  return { name: text, group: text, algorithm: algorithm!, options: JSON.parse(json) as Method['options'] }
}

async function evaluate(numbers: 4 | 5 | 6): Promise<string> {
  const { name, puzzles } = puzzleSet(numbers)
  const count = puzzles.length
  const request: TaskRequest = {
    task: 'countdown',
    count,
    seed,
    numbers,
    checkpoint: options.model ?? null,
    model: null,
    backend: null,
    puzzles,
  }
  const task = await openTask(request, openEmbeddedCatalog)
  const chain = await chainCost(task, seed + 7)
  const budgets = CHAINS.map((n) => Math.round(n * chain))
  console.log(
    `\n## ${name} (${count})\n\nOne chain is ${chain.toFixed(1)} generated tokens; budgets ${budgets.join(', ')}.\n`,
  )
  const plan: ComparisonPlan = {
    problems: task.problems,
    seeds: 1,
    seed,
    unit: 'tokens',
    budgets,
    contestants: contestants(numbers),
    concurrency: 1,
    tokensPerStep: chain / task.steps,
  }
  const { signal } = new AbortController()
  const workers = processWorkers(
    Number(options.processes),
    () => fork(launcher, [WORKER_ARGUMENT], { execArgv: [] }),
    request,
    signal,
  )
  try {
    const text = await methodTables(plan, task, workers)
    if (options.groups === undefined && !isValidation) await modelFreeTable(plan, task, workers)
    return text
  } finally {
    workers.close()
  }
}

async function methodTables(plan: ComparisonPlan, task: CompareTask, workers: Workers): Promise<string> {
  const comparison = await compare(plan, 'solved', workers, ({ done, total }) => {
    if (done % Math.ceil(total / 10) === 0) process.stderr.write(`  ${done} of ${total} searches\n`)
  })
  const mcts = plan.contestants.find(({ name }) => name === 'mcts')
  const summary = summarise(comparison, mcts?.name ?? null)
  for (const table of [resultTable, costTable, differenceTable]) console.log(table(comparison, summary))
  console.log(isValidation ? bestSettings(METHODS, plan.budgets, summary.cells) : settingsLines(plan.contestants))
  return reportText(task, comparison, summary)
}

/** The searches without a model, by expansions. */
async function modelFreeTable(plan: ComparisonPlan, task: CompareTask, workers: Workers): Promise<void> {
  const contestants = task.modelFree.map(({ name }) => ({
    name,
    isBaseline: true,
    settings: EXPANSIONS.map(() => ({ algorithm: name, options: {} })),
  }))
  const comparison = await compare(
    { ...plan, unit: 'calls', budgets: EXPANSIONS, contestants },
    'solved',
    workers,
    () => {},
  )
  console.log(
    `Without a model; an expansion counts as a call.\n\n${resultTable(comparison, summarise(comparison, null))}`,
  )
}

const started = performance.now()
const reports: string[] = []
for (const numbers of options.sets.split(',').map(Number)) reports.push(await evaluate(numbers as 4 | 5 | 6))
if (options.json !== undefined) writeFileSync(options.json, `[${reports.join(',')}]`)
console.log(
  `\nWall time ${((performance.now() - started) / 1000).toFixed(0)} s in ${options.processes} processes, seed ${seed}.`,
)
