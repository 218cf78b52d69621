import { InvalidArgumentError, Option, type Command } from 'commander'
import { ALGORITHMS } from '@espalier/core'
import { CliError } from '../cli-error.ts'
import { compare, type Comparison, type ComparisonPlan } from '../compare/comparison.ts'
import { comparisonSvg } from '../compare/comparison-plot.ts'
import { BASELINES, contestantOf, givenOptions, lineUp } from '../compare/contestant.ts'
import type { Host } from '../compare/job.ts'
import { LEGAL_DEPTH_FIRST } from '../compare/countdown-task.ts'
import { compareProgress } from '../compare/progress.ts'
import { reportText } from '../compare/report.ts'
import { UNITS, type Unit } from '../compare/run-within.ts'
import { stepCost } from '../compare/step-cost.ts'
import { summarise } from '../compare/summary.ts'
import { costTable, differenceTable, resultTable } from '../compare/tables.ts'
import { openTask, TASKS, type CompareTask, type Measure, type TaskName, type TaskRequest } from '../compare/task.ts'
import { localWorker, processWorkers, type Workers } from '../compare/workers.ts'
import { ExitCode } from '../exit-code.ts'
import { BACKENDS, type Backend } from '../run/choose-model.ts'
import { checkWritable, writeOutput } from '../output-file.ts'
import { counted } from '../view/wording.ts'
import { openRemoteModels } from '../run/open-remote-models.ts'
import type { World } from '../world.ts'
import { keyValue, wholeNumber } from './arguments.ts'

interface CompareOptions {
  readonly task: TaskName
  readonly algorithms?: readonly string[]
  readonly budget: readonly number[]
  readonly unit: Unit
  readonly measure?: Measure
  readonly count: number
  readonly numbers: 4 | 5 | 6
  readonly seeds: number
  readonly seed: number
  readonly concurrency: number
  readonly option: Readonly<Record<string, number | string>>
  readonly reference?: string
  readonly json?: string
  readonly svg?: string
  readonly people: number
  readonly model?: string
  readonly models?: string
  readonly backend?: Backend
  readonly checkpoint?: string
  readonly processes?: number
}

const MOST_BUDGETS = 16
const LARGEST_BUDGET = 1_000_000

export function addCompareCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  program
    .command('compare')
    .summary('compare algorithms at equal budgets')
    .description(
      `Run algorithms on the same problems with the same budget and score their final answers the same way. The baselines ${BASELINES.join(', ')} are always there, and on puzzles (seating among them) and graph questions depth-first search over legal steps.`,
    )
    .addOption(new Option('--task <name>', 'what to solve').choices(TASKS).makeOptionMandatory())
    .requiredOption('--budget <n,...>', 'what each search may spend; several, for a curve', budgetList)
    .addOption(new Option('--unit <unit>', 'what budgets are counted in').choices(UNITS).default('calls'))
    .option(
      '-a, --algorithms <a,b,...>',
      `of ${ALGORITHMS.map(({ name }) => name).join(', ')} (default: all)`,
      nameList,
    )
    .option('-o, --option <algorithm.key=value>', 'option of an algorithm; may be repeated', keyValue, {})
    .option('--count <n>', 'problems', wholeNumber(1, 100_000), 100)
    .addOption(
      new Option('--numbers <n>', 'numbers in a puzzle of countdown')
        .choices(['4', '5', '6'])
        .default(5)
        .argParser(Number),
    )
    .option('--people <n>', 'people in a puzzle of seating', wholeNumber(3, 8), 6)
    .option('--seeds <n>', 'searches of each problem, each with a seed of its own', wholeNumber(1, 1000), 1)
    .option('--seed <n>', 'chooses the problems and starts the searches', wholeNumber(0, 0xffffffff), 0)
    .option('--concurrency <n>', 'trials in flight at once in a search', wholeNumber(1, 4096), 1)
    .addOption(
      new Option('--measure <measure>', 'what the tables show (default: as suits the task)').choices([
        'solved',
        'score',
      ]),
    )
    .option(
      '--reference <name>',
      'whom to take differences against (default: the first algorithm named, or the best baseline)',
    )
    .option('--json <file>', 'write every run')
    .option('--svg <file>', 'write a plot')
    .addOption(new Option('--backend <kind>', 'what states are: words, thoughts or both').choices(BACKENDS))
    .option('--model <name>', 'model by name (default: the first of the task)')
    .option('--models <file>', 'JSON of models behind other servers, as serve takes it; code takes one')
    .option('--checkpoint <file>', "another checkpoint of the task's models")
    .option('--processes <n>', 'processes that share the work (default: one a core)', wholeNumber(1, 64))
    .action(async (options: CompareOptions) => done(await runCompare(world, options)))
}

async function runCompare(world: World, options: CompareOptions): Promise<ExitCode> {
  const { io } = world
  for (const file of [options.json, options.svg]) if (file !== undefined) checkWritable(file)
  const controller = new AbortController()
  const stopListening = io.onInterrupt(() => controller.abort())
  const host: Host = { clock: () => io.now(), breathe: () => io.sleep(0), signal: controller.signal }
  const remote = options.models === undefined ? null : openRemoteModels(options.models, io)
  try {
    const request = requestOf(options)
    const task = await openTask(request, world.openCatalog, remote?.languageModels)
    const plan = await planOf(task, options, host)
    if (plan === null) return ExitCode.interrupted
    const progress = compareProgress(io, task.name)
    const workers = workersFor(world, options, task, request, host)
    let comparison: Comparison
    try {
      comparison = await compare(plan, options.measure ?? task.measure, workers, progress.update)
    } finally {
      workers.close()
      progress.close()
    }
    present(world, options, task, comparison)
    return controller.signal.aborted ? ExitCode.interrupted : ExitCode.ok
  } finally {
    stopListening()
    await remote?.close()
  }
}

function requestOf({ task, count, seed, numbers, people, checkpoint, model, backend }: CompareOptions): TaskRequest {
  return {
    task,
    count,
    seed,
    numbers,
    people,
    checkpoint: checkpoint ?? null,
    model: model ?? null,
    backend: backend ?? null,
  }
}

async function planOf(task: CompareTask, options: CompareOptions, host: Host): Promise<ComparisonPlan | null> {
  const { unit, seed, seeds, concurrency } = options
  const budgets = options.budget
  const names = lineUp(
    options.algorithms ?? null,
    task.modelFree.some(({ name }) => name === LEGAL_DEPTH_FIRST),
  )
  const given = givenOptions(options.option, names)
  if (options.reference !== undefined && !names.includes(options.reference)) {
    throw new CliError(ExitCode.usage, `--reference: got ${options.reference}, expected one of ${names.join(', ')}`)
  }
  const tokensPerStep = await stepCost(task, 'tokens', host)
  const cost = await stepCost(task, unit, host)
  if (cost === null || tokensPerStep === null) return null
  const inSteps = budgets.map((budget) => ({ steps: budget / cost, depth: task.steps }))
  const contestants = names.map((name) => contestantOf(name, inSteps, given))
  return { problems: task.problems, seeds, seed, unit, budgets, contestants, concurrency, tokensPerStep }
}

function workersFor(
  { workers }: World,
  { processes, models }: CompareOptions,
  task: CompareTask,
  request: TaskRequest,
  host: Host,
): Workers {
  const count = processes ?? workers?.cores ?? 1
  // Models behind other servers are asked from one process: what they may cost is counted there.
  return workers === undefined || count === 1 || models !== undefined
    ? localWorker(task, host)
    : processWorkers(count, () => workers.start(), request, host.signal)
}

function present({ io }: World, options: CompareOptions, task: CompareTask, comparison: Comparison): void {
  const { complete, problems, measure, unit, seeds, seed } = comparison
  if (complete === 0) {
    io.stdout.write('interrupted before all were through with the first problem\n')
    return
  }
  const summary = summarise(comparison, options.reference ?? options.algorithms?.[0] ?? null)
  const searches = `${counted(seeds, 'search', 'searches')} each`
  const lines = [
    `${task.name}: ${task.about}`,
    `${counted(complete, 'problem')}, ${searches}, seed ${seed}; budgets in ${unit}, never exceeded`,
    `${measure}: ${task.measures[measure]}`,
    ...(complete < problems.length ? [`interrupted: ${complete} of ${counted(problems.length, 'problem')} done`] : []),
  ]
  io.stdout.write(`${lines.join('\n')}\n\n`)
  io.stdout.write(`${resultTable(comparison, summary)}\nspent a search\n\n${costTable(comparison, summary)}\n`)
  io.stdout.write(`paired differences; * where the interval leaves zero out\n\n${differenceTable(comparison, summary)}`)
  if (options.json !== undefined) writeOutput(options.json, reportText(task, comparison, summary))
  if (options.svg !== undefined) writeOutput(options.svg, comparisonSvg(task, comparison, summary))
}

function budgetList(text: string): readonly number[] {
  const budgets = text.split(',').map((part) => wholeNumber(1, LARGEST_BUDGET)(part.trim()))
  if (budgets.length > MOST_BUDGETS) throw new InvalidArgumentError(`expected at most ${MOST_BUDGETS} budgets`)
  return [...new Set(budgets)].toSorted((a, b) => a - b)
}

function nameList(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim())
}
