import type { Command } from 'commander'
import { ALGORITHMS, createPreset } from '@espalier/core'
import { DEFAULT_TARGET, MAX_TARGET, parsePuzzle } from '@espalier/tasks'
import { ExitCode } from '../exit-code.ts'
import { canRedraw, hasColor } from '../io.ts'
import { budgetOrDefault, DEFAULT_BUDGET, type Budget } from '../run/budget.ts'
import type { RunReport } from '../run/record-run.ts'
import { runOnServer } from '../run/run-on-server.ts'
import { runPuzzle, type RunRequest } from '../run/run-puzzle.ts'
import { liveView } from '../view/live-view.ts'
import { createPalette } from '../view/palette.ts'
import { plainView } from '../view/plain-view.ts'
import { resultLines } from '../view/result-text.ts'
import { silentView, type SearchView } from '../view/search-view.ts'
import type { World } from '../world.ts'
import { joinPuzzle, keyValue, serverUrl, wholeNumber } from './arguments.ts'
import { addTreeOptions, writeTree, type TreeOptions } from './tree-output.ts'

interface SolveOptions extends TreeOptions {
  readonly target: number
  readonly algorithm: string
  readonly option: Readonly<Record<string, number | string>>
  readonly trials?: number
  readonly tokens?: number
  readonly time?: number
  readonly seed: number
  readonly concurrency: number
  readonly json?: true
  readonly log?: string
  readonly model?: string
  readonly server?: string
}

export function addSolveCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  const command = program
    .command('solve')
    .summary('solve a puzzle')
    .description('Search for an expression that uses every number once and meets the target.')
    .argument('<numbers...>', 'the numbers, such as "4 9 10 13"')
    .option('--target <n>', 'what the expression must equal', wholeNumber(1, MAX_TARGET), DEFAULT_TARGET)
    .option('-a, --algorithm <name>', `one of ${ALGORITHMS.map(({ name }) => name).join(', ')}`, 'mcts')
    .option(
      '-o, --option <key=value>',
      'option of the algorithm; may be repeated (see: espalier algorithms)',
      keyValue,
      {},
    )
    .option(
      '--trials <n>',
      `trials at most (default: ${DEFAULT_BUDGET.trials}, if no other limit is given)`,
      wholeNumber(1),
    )
    .option('--tokens <n>', 'tokens written by the model at most', wholeNumber(1))
    .option('--time <ms>', 'milliseconds at most', wholeNumber(1))
    .option('--seed <n>', 'seed of the search; the same seed gives the same log', wholeNumber(0, 0xffffffff), 0)
    .option('--concurrency <n>', 'trials in flight at once', wholeNumber(1, 4096), 1)
    .option('--json', 'print one JSON object and nothing else')
    .option('--log <file>', 'write the log of the search')
    .option('--model <file>', 'another checkpoint of the model')
    .option('--server <url>', 'run the search on a server (see: espalier serve), with its model', serverUrl)
  addTreeOptions(command).action(async (words: readonly string[], options: SolveOptions) =>
    done(await solve(world, words, options)),
  )
}

async function solve(world: World, words: readonly string[], options: SolveOptions): Promise<ExitCode> {
  const { io } = world
  const puzzle = parsePuzzle(joinPuzzle(words), options.target)
  const algorithm = createPreset(options.algorithm, options.option)
  const budget = budgetOrDefault({
    ...(options.trials === undefined ? {} : { trials: options.trials }),
    ...(options.tokens === undefined ? {} : { tokens: options.tokens }),
    ...(options.time === undefined ? {} : { timeMs: options.time }),
  })
  const { seed, concurrency } = options
  const request: RunRequest = {
    puzzle,
    algorithm,
    seed,
    budget,
    concurrency,
    ...(options.log === undefined ? {} : { logFile: options.log }),
  }
  const report = await run(world, options, request, viewFor(world, options, budget))
  if (options.json === true) io.stdout.write(`${JSON.stringify(report.summary)}\n`)
  else writeResult(world, options, budget, report)
  return exitCodeOf(report)
}

async function run(world: World, options: SolveOptions, request: RunRequest, view: SearchView): Promise<RunReport> {
  if (options.server !== undefined) return runOnServer(request, options.server, world.io, view)
  const model = await world.openModel(options.model)
  const { expand, dispose } = model.createExpand()
  try {
    return await runPuzzle(request, expand, world.io, view)
  } finally {
    dispose()
  }
}

/** A redrawn block for people at a terminal; lines on the error stream, apart from the result, for pipes; nothing beside JSON. */
function viewFor({ io }: World, options: SolveOptions, budget: Budget): SearchView {
  if (options.json === true) return silentView
  if (canRedraw(io.stdout, io.env)) return liveView(io.stdout, io, { budget, keepLastFrame: options.tree !== true })
  return plainView(io.stderr)
}

function writeResult({ io }: World, options: SolveOptions, budget: Budget, report: RunReport): void {
  const palette = createPalette(hasColor(io.stdout, io.env))
  if (options.tree === true) writeTree(io, report.progress, options)
  else if (canRedraw(io.stdout, io.env)) io.stdout.write('\n')
  for (const line of resultLines(report.summary, report.progress, { palette, budget, width: io.stdout.columns }))
    io.stdout.write(`${line}\n`)
}

/** Interrupted counts before everything else: whoever stopped it should not take the rest for the whole. */
export function exitCodeOf({ summary }: RunReport): ExitCode {
  if (summary.reason === 'aborted') return ExitCode.interrupted
  return summary.answer === null ? ExitCode.unsolved : ExitCode.ok
}
