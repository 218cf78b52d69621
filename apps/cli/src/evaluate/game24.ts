/**
 * Compares the search methods at equal budgets of generated tokens, scored by their final answers.
 *
 *   npm run eval:game24 [-- --quick] [-- --json FILE] [-- --model FILE] [-- --processes N]
 *
 * Puzzles: the 100 official Game of 24 test puzzles (ranks 901-1000) where ../shared/data/game24/24.csv exists, else 100 of the
 * held-out test split; and 200 held-out Countdown puzzles each of five and of six numbers. None was seen in training. `--split validation` is
 * for choosing options: `--groups a,b` runs only some rows, `--try 'mcts:{"children":2}'` (repeatable) adds rows of their own.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  depthFirst,
  heldOutPuzzles,
  officialTestPuzzles,
  parseOfficialGame24,
  randomLegalSteps,
  seededDraw,
  type CountdownPuzzle,
} from '@espalier/tasks'
import { checkAnswer } from '@espalier/tasks/scoring'
import { METHODS } from './method-list.ts'
import type { Method, Run } from './methods.ts'
import { createPool, type Pool } from './pool.ts'
import { SETTINGS } from './settings.ts'
import { modelFreeTable, methodTable, pairedTable, settingsTable } from './tables.ts'

/** Budgets in whole chains' worth of generated tokens. */
export const CHAINS = [1, 2, 4, 8, 16, 32] as const

export interface PuzzleSet {
  readonly name: string
  /** How many numbers the puzzles have. */
  readonly numbers: number
  readonly puzzles: readonly CountdownPuzzle[]
}

export interface Outcome {
  readonly method: Method
  readonly runs: readonly Run[]
}

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    model: { type: 'string', default: '' },
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

function officialFile(): readonly CountdownPuzzle[] | null {
  try {
    const csv = readFileSync(new URL('../../../../../shared/data/game24/24.csv', import.meta.url), 'utf8')
    return officialTestPuzzles(parseOfficialGame24(csv)).map(({ numbers }) => ({ numbers, target: 24 }))
  } catch {
    return null
  }
}

function puzzleSet(numbers: 4 | 5 | 6): PuzzleSet {
  const split = options.split === 'validation' ? 'validation' : 'test'
  const wanted = Number(options.count ?? (options.quick ? 20 : numbers === 4 ? 100 : 200))
  const official = numbers === 4 && split === 'test' ? officialFile() : null
  if (official !== null)
    return { name: 'Game of 24, official test puzzles', numbers, puzzles: official.slice(0, wanted) }
  const count = numbers === 4 && split === 'validation' ? Math.min(wanted, 77) : wanted
  const name =
    numbers === 4 ? `Game of 24, held-out ${split} puzzles` : `Countdown, ${numbers} numbers, held-out ${split} puzzles`
  return { name, numbers, puzzles: heldOutPuzzles({ split, count, numbers, seed: 20_000 + numbers }) }
}

/** Mean tokens of a finished sampled chain: the unit of the budgets. */
async function chainCost(pool: Pool, set: PuzzleSet): Promise<number> {
  const method = METHODS.find((candidate) => candidate.name === 'best-of-n')!
  const runs = await pool.run({
    method: { ...method, options: { n: 16 } },
    puzzles: set.puzzles,
    tokens: 16 * 60,
    seed: seed + 7,
  })
  const costs = runs.flatMap((run) => (run.chainTokens === null ? [] : [run.chainTokens]))
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length
}

async function evaluate(pool: Pool, set: PuzzleSet): Promise<Record<string, unknown>> {
  const chain = await chainCost(pool, set)
  const budgets = CHAINS.map((n) => Math.round(n * chain))
  console.log(
    `\n## ${set.name} (${set.puzzles.length})\n\nOne chain is ${chain.toFixed(1)} generated tokens; budgets ${budgets.join(', ')}.\n`,
  )
  const wanted = options.groups?.split(',')
  const outcomes: Outcome[] = []
  const listed = METHODS.filter((method) => wanted === undefined || wanted.includes(method.group))
  for (const method of [...listed, ...options.try.map(tried)]) {
    outcomes.push({ method, runs: await pool.run({ method, puzzles: set.puzzles, tokens: budgets.at(-1)!, seed }) })
    process.stderr.write(`  ${method.name} done\n`)
  }
  // On the validation split the settings are found; elsewhere those found there are taken.
  const settings = options.split === 'validation' ? {} : (SETTINGS[set.numbers] ?? {})
  const comparison = { outcomes, budgets, settings }
  console.log(methodTable(comparison))
  console.log(pairedTable(comparison, seededDraw(seed)))
  console.log(settingsTable(comparison))
  if (wanted === undefined) console.log(modelFreeTable(modelFree(set)))
  return { set: set.name, puzzles: set.puzzles, chain, budgets, outcomes }
}

/** The baselines without a model, by expansions: random legal chains (solved within 1, 10, ... chains) and depth-first search. */
function modelFree(set: PuzzleSet) {
  const limits = [10, 100, 1000, 2000]
  const draw = seededDraw(seed)
  const depth = set.puzzles.map((puzzle) => {
    const { answer, expansions } = depthFirst(puzzle, { maxExpansions: limits.at(-1)! })
    return answer !== null && checkAnswer(puzzle, answer).correct ? expansions : Number.POSITIVE_INFINITY
  })
  const random = set.puzzles.map((puzzle) => {
    for (let spent = 0; spent < limits.at(-1)!;) {
      const { answer, expansions } = randomLegalSteps(puzzle, draw)
      spent += expansions
      if (answer !== null && checkAnswer(puzzle, answer).correct) return spent
    }
    return Number.POSITIVE_INFINITY
  })
  return {
    limits,
    rows: [
      { name: 'random legal steps', solvedAt: random },
      { name: 'depth-first over legal steps', solvedAt: depth },
    ],
  }
}

function tried(text: string): Method {
  const [algorithm, json = '{}'] = text.split(/:(.*)/s)
  return { name: text, group: text, algorithm: algorithm!, options: JSON.parse(json) as Method['options'] }
}

const pool = createPool(Number(options.processes), options.model)
const started = performance.now()
const report: unknown[] = []
try {
  for (const numbers of options.sets.split(',').map(Number))
    report.push(await evaluate(pool, puzzleSet(numbers as 4 | 5 | 6)))
} finally {
  pool.close()
}
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(report))
console.log(
  `\nWall time ${((performance.now() - started) / 1000).toFixed(0)} s in ${options.processes} processes, seed ${seed}.`,
)
