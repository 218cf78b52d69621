import { Option, type Command } from 'commander'
import { ALGORITHMS, createPreset } from '@espalier/core'
import { TRACE_LEVELS, type TraceLevel } from '@espalier/protocol'
import { DEFAULT_TARGET, MAX_TARGET } from '@espalier/tasks'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { canRedraw, hasColor } from '../io.ts'
import { budgetOrDefault, DEFAULT_BUDGET, untilSolved, type Budget } from '../run/budget.ts'
import { BACKENDS, chosenModel, type Backend } from '../run/choose-model.ts'
import { SOLVED_TASKS, type CatalogRequest } from '../run/open-catalog.ts'
import { openRemoteModels } from '../run/open-remote-models.ts'
import type { RunReport } from '../run/record-run.ts'
import { runHere, type RunRequest } from '../run/run-here.ts'
import { hiddenSummary, makeSalt, type HiddenSummary } from '../run/hidden-summary.ts'
import { runHiddenOnServer } from '../run/run-hidden-on-server.ts'
import { runOnServer, serverAt } from '../run/run-on-server.ts'
import { liveView } from '../view/live-view.ts'
import { createPalette } from '../view/palette.ts'
import { plainView } from '../view/plain-view.ts'
import { resultLines } from '../view/result-text.ts'
import { silentView, type SearchView } from '../view/search-view.ts'
import type { World } from '../world.ts'
import { keyValue, serverUrl, wholeNumber } from './arguments.ts'
import { readProblem } from './read-problem.ts'
import { addTreeOptions, writeTree, type TreeOptions } from './tree-output.ts'

interface SolveOptions extends TreeOptions {
  readonly task: CatalogRequest['task']
  readonly file?: string
  readonly target: number
  readonly model?: string
  readonly models?: string
  readonly backend?: Backend
  readonly checkpoint?: string
  readonly algorithm: string
  readonly option: Readonly<Record<string, number | string>>
  readonly trials?: number
  readonly tokens?: number
  readonly time?: number
  readonly seed: number
  readonly concurrency: number
  readonly json?: true
  readonly log?: string
  readonly server?: string
  readonly trace: TraceLevel
}

export function addSolveCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  const command = program
    .command('solve')
    .summary('solve a puzzle or answer a question')
    .description(
      'Search for an expression that uses every number once and meets the target or, with --task, for the statements that answer a question (prosqa), a row in which everybody sits right (seating), a function that passes its tests (code), or the answer to a question in words (text). code and text take a language model: --models.',
    )
    .argument(
      '[problem...]',
      'the numbers, such as "4 9 10 13"; of prosqa and text the question in words; of seating and code JSON; - reads them',
    )
    .addOption(new Option('--task <name>', 'what to solve').choices(SOLVED_TASKS).default('countdown'))
    .option('--file <file>', 'read the problem from a file; - is standard input')
    .option('--target <n>', 'what a countdown expression must equal', wholeNumber(1, MAX_TARGET), DEFAULT_TARGET)
    .addOption(new Option('--backend <kind>', 'what states are: words, thoughts or both').choices(BACKENDS))
    .option('--model <name>', 'model by name, such as prosqa-latent or uniform (default: the first of the task)')
    .option('--models <file>', 'JSON of models behind other servers, as serve takes it')
    .option('--checkpoint <file>', "another checkpoint of the task's models")
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
    .option('--tokens <n>', 'tokens, or thoughts, of the model at most', wholeNumber(1))
    .option('--time <ms>', 'milliseconds at most', wholeNumber(1))
    .option('--seed <n>', 'seed of the search; the same seed gives the same log', wholeNumber(0, 0xffffffff), 0)
    .option('--concurrency <n>', 'trials in flight at once', wholeNumber(1, 4096), 1)
    .option('--json', 'print one JSON object and nothing else')
    .option('--log <file>', 'write the log of the search')
    .addOption(
      new Option('--trace <level>', 'how much is shown: of summary, sealed and off no steps, of sealed a seal')
        .choices([...TRACE_LEVELS])
        .default('full'),
    )
    .option('--server <url>', 'run the search on a server (see: espalier serve), with its models', serverUrl)
  addTreeOptions(command).action(async (words: readonly string[], options: SolveOptions) =>
    done(await solve(world, words, options)),
  )
}

async function solve(world: World, words: readonly string[], options: SolveOptions): Promise<ExitCode> {
  const { io } = world
  const { task, file, target, seed, concurrency } = options
  checkTrace(options)
  const problem = await readProblem({ task, words, file, target }, io)
  // What is wrong with an algorithm shows before a model is opened or a server asked.
  createPreset(options.algorithm, options.option)
  const budget = budgetOrDefault({
    ...(options.trials === undefined ? {} : { trials: options.trials }),
    ...(options.tokens === undefined ? {} : { tokens: options.tokens }),
    ...(options.time === undefined ? {} : { timeMs: options.time }),
  })
  const request: RunRequest = {
    search: {
      task,
      problem,
      algorithm: { name: options.algorithm, options: options.option },
      budget: untilSolved(budget),
      seed,
      concurrency,
    },
    ...(options.log === undefined ? {} : { logFile: options.log }),
  }
  if (options.trace !== 'full') return solveHidden(world, options, budget, request)
  const report = await run(world, options, request, viewFor(world, options, budget))
  if (options.json === true) io.stdout.write(`${JSON.stringify(report.summary)}\n`)
  else writeResult(world, options, budget, report)
  return exitCodeOf(report)
}

/** A log is a trace: whoever hides one does not ask for the other, but that what is sealed may be kept to be revealed. */
function checkTrace({ trace, log, tree, server }: SolveOptions): void {
  if (trace === 'full') return
  if (tree === true) throw new CliError(ExitCode.usage, `--tree: --trace ${trace} does not show it`)
  if (log !== undefined && (trace !== 'sealed' || server !== undefined))
    throw new CliError(
      ExitCode.usage,
      `--log: --trace ${trace} ${server === undefined ? '' : 'on a server '}does not show the log`,
    )
}

async function solveHidden(
  world: World,
  options: SolveOptions,
  budget: Budget,
  request: RunRequest,
): Promise<ExitCode> {
  const { io } = world
  const summary = await runHidden(world, options, request)
  if (options.json === true) io.stdout.write(`${JSON.stringify(summary)}\n`)
  else {
    const palette = createPalette(hasColor(io.stdout, io.env))
    const told = { palette, budget, width: io.stdout.columns }
    for (const line of resultLines(summary, { lastFailure: null }, told)) io.stdout.write(`${line}\n`)
    if (summary.trace.seal !== null) io.stdout.write(`seal ${summary.trace.seal}\n`)
  }
  return exitCodeOf({ summary })
}

async function runHidden(world: World, options: SolveOptions, request: RunRequest): Promise<HiddenSummary> {
  const { json, server, trace } = options
  if (server !== undefined) {
    const search = { ...request.search, trace }
    return runHiddenOnServer({ search }, options, serverAt(server, world.io), world.io)
  }
  const view = json === true ? silentView : plainView(world.io.stderr, { steps: false })
  const report = await run(world, options, { ...request, ...(trace === 'sealed' ? { salt: makeSalt() } : {}) }, view)
  return hiddenSummary(report, trace)
}

async function run(world: World, options: SolveOptions, request: RunRequest, view: SearchView): Promise<RunReport> {
  const { task, checkpoint, server, models } = options
  if (server !== undefined && models !== undefined)
    throw new CliError(ExitCode.usage, '--models: a server has models of its own (espalier serve --models)')
  if (server !== undefined) return runOnServer(request, options, serverAt(server, world.io), world.io, view)
  const remote = models === undefined ? null : openRemoteModels(models, world.io)
  try {
    const { catalog } = await world.openCatalog({
      task,
      model: options.model,
      checkpointFile: checkpoint,
      languageModels: remote?.languageModels,
    })
    const model = chosenModel(catalog.models, task, options)
    const search = model === undefined ? request.search : { ...request.search, model }
    return await runHere({ ...request, search }, catalog, world.io, view)
  } finally {
    await remote?.close()
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
export function exitCodeOf({
  summary,
}: {
  readonly summary: Pick<RunReport['summary'], 'reason' | 'answer' | 'conclusion'>
}): ExitCode {
  if (summary.reason === 'aborted') return ExitCode.interrupted
  const isWrong = summary.answer === null || summary.conclusion?.standing === 'refuted'
  return isWrong ? ExitCode.unsolved : ExitCode.ok
}
