import { Option, type Command } from 'commander'
import { defaultModel, modelNamed } from '@espalier/catalog'
import { calibrationOf } from '@espalier/token'
import { calibrationRecord, calibrationReport, type ReportHead } from '../calibrate/calibration-report.ts'
import { countdownStates, STATES_RUBRIC } from '../calibrate/countdown-states.ts'
import { GRAPH_RUBRIC, graphStates, type GraphWalk } from '../calibrate/graph-states.ts'
import type { CalibrationItem, CalibrationJudge } from '../calibrate/item.ts'
import { judgeItems } from '../calibrate/judge-items.ts'
import { JUDGE_SCALES, valueJudge, votingJudge } from '../calibrate/judges.ts'
import { readLabelledItems } from '../calibrate/labelled-items.ts'
import { CliError } from '../cli-error.ts'
import { GAME24_NUMBERS } from '../compare/countdown-task.ts'
import { ExitCode } from '../exit-code.ts'
import type { World } from '../world.ts'
import { serverUrl, wholeNumber } from './arguments.ts'

const TASKS = ['game24', 'countdown', 'prosqa'] as const

interface CalibrateOptions {
  readonly items?: string
  readonly task?: (typeof TASKS)[number]
  readonly numbers: 4 | 5 | 6
  readonly count: number
  readonly baseUrl?: string
  readonly model?: string
  readonly checkpoint?: string
  readonly apiKeyEnv?: string
  readonly allowPrivate?: true
  readonly rubric?: string
  readonly votes: number
  readonly scale: (typeof JUDGE_SCALES)[number]
  readonly concurrency: number
  readonly bins: number
  readonly resamples: number
  readonly seed: number
  readonly json?: true
}

export function addCalibrateCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  program
    .command('calibrate')
    .summary('measure a judge against a checker')
    .description(
      'Measure a judge on items whose truth is known: accuracy, AUC, Brier score, calibration error, over-rating and kappa, with bootstrap intervals, and how often its values come true. ' +
        'The judge is the value of an embedded model, or a language model behind an OpenAI-compatible server that votes.',
    )
    .option(
      '--items <file>',
      'items: one {"question": …, "answer": …, "label": true|false} a line; "expected": … in place of a label compares answers of mathematics',
    )
    .addOption(
      new Option('--task <name>', 'states of held-out problems, checked by trying out everything').choices(TASKS),
    )
    .addOption(
      new Option('--numbers <n>', 'numbers in a puzzle of countdown')
        .choices(['4', '5', '6'])
        .default(5)
        .argParser(Number),
    )
    .option('--count <n>', 'problems', wholeNumber(1, 10_000), 100)
    .option('--base-url <url>', 'server of the judge, such as https://api.example.com/v1', serverUrl)
    .option(
      '--model <name>',
      'the judge, as its server calls it; without a server a model of the task (default: its first)',
    )
    .option('--checkpoint <file>', "another checkpoint of the task's models")
    .option('--api-key-env <name>', 'variable of the environment that holds the key of the server')
    .option('--allow-private', 'the server may be on this machine or in a private network')
    .option('--rubric <text>', 'what the judge is asked about an answer')
    .option('--votes <n>', 'votes on an item in a round', wholeNumber(1, 100), 5)
    .addOption(new Option('--scale <scale>', 'what a vote is').choices(JUDGE_SCALES).default('yes-no'))
    .option('--concurrency <n>', 'items judged at once', wholeNumber(1, 1024), 8)
    .option('--bins <n>', 'of the reliability table', wholeNumber(1, 100), 10)
    .option('--resamples <n>', 'samples of the bootstrap', wholeNumber(0, 100_000), 1000)
    .option('--seed <n>', 'of problems, votes and bootstrap', wholeNumber(0, 0x7fffffff), 0)
    .option('--json', 'print the figures as JSON')
    .action(async (options: CalibrateOptions) => done(await calibrate(world, options)))
}

async function calibrate(world: World, options: CalibrateOptions): Promise<ExitCode> {
  const { io } = world
  const { bins, resamples, seed, concurrency } = options
  const { items, checker } = itemsOf(options)
  const judge = await judgeOf(world, options)
  const controller = new AbortController()
  const stopListening = io.onInterrupt(() => controller.abort())
  try {
    const judged = await judgeItems(judge, items, { concurrency, signal: controller.signal })
    const found = calibrationOf(judged.items, { bins, resamples, seed })
    const problems = new Set(judged.items.map(({ group }) => group)).size
    const head: ReportHead = { judge: judge.name, checker, problems }
    if (options.json === true) io.stdout.write(`${JSON.stringify(calibrationRecord(head, found, judged))}\n`)
    else io.stdout.write(calibrationReport(head, found, judged))
    return controller.signal.aborted ? ExitCode.interrupted : ExitCode.ok
  } finally {
    stopListening()
    await judge.close()
  }
}

function itemsOf({ items, task, model, numbers, count, seed }: CalibrateOptions): {
  readonly items: readonly CalibrationItem[]
  readonly checker: string
} {
  if ((items === undefined) === (task === undefined))
    throw new CliError(ExitCode.usage, '--items and --task: expected one of the two')
  if (items !== undefined) return { items: readLabelledItems(items), checker: 'the labels of the file' }
  if (task === 'prosqa') return { items: graphStates({ count, seed, by: walkOf(model) }), checker: 'the graph itself' }
  const states = countdownStates({ count, numbers: task === 'game24' ? GAME24_NUMBERS : numbers, seed })
  return { items: states, checker: 'exhaustive search' }
}

/** In words for the model that thinks in words. */
const walkOf = (model: string | undefined): GraphWalk => (model === 'prosqa-token' ? 'word' : 'steer')

async function judgeOf({ io, openCatalog }: World, options: CalibrateOptions): Promise<CalibrationJudge> {
  const {
    baseUrl,
    model,
    items,
    task,
    checkpoint,
    apiKeyEnv,
    allowPrivate = false,
    votes,
    scale,
    seed,
    concurrency,
  } = options
  if (baseUrl === undefined) {
    if (items !== undefined)
      throw new CliError(
        ExitCode.usage,
        '--items: expected --base-url and --model of a judge; the embedded model values states of its own tasks only',
      )
    const of = task === 'prosqa' ? 'prosqa' : 'countdown'
    const { catalog } = await openCatalog({ task: of, model, checkpointFile: checkpoint })
    return valueJudge(modelNamed(catalog, model ?? defaultModel(catalog, of), of), of)
  }
  if (model === undefined)
    throw new CliError(ExitCode.usage, '--base-url: expected --model, the name of the judge at the server')
  const apiKey = apiKeyEnv === undefined ? undefined : io.env[apiKeyEnv]
  if (apiKeyEnv !== undefined && (apiKey === undefined || apiKey === ''))
    throw new CliError(ExitCode.usage, `--api-key-env: there is no variable ${apiKeyEnv} in the environment`)
  const rubric = options.rubric ?? (items !== undefined ? undefined : task === 'prosqa' ? GRAPH_RUBRIC : STATES_RUBRIC)
  return votingJudge({
    baseUrl,
    model,
    allowPrivate,
    votes,
    scale,
    seed,
    concurrency,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(rubric === undefined ? {} : { rubric }),
  })
}
