import { InvalidArgumentError, Option, type Command } from 'commander'
import { checkSettings, FORMATS } from '@espalier/self-play'
import { formatWording, wordingTasks } from '@espalier/tasks'
import { ExitCode } from '../exit-code.ts'
import { exportRun, type ExportOptions } from '../self-play/export-run.ts'
import { writeLineage, type LineageOptions } from '../self-play/lineage-of-run.ts'
import { playRun } from '../self-play/play-run.ts'
import { openRoles, rolesPath } from '../self-play/roles-module.ts'
import { createRunFolder, readText } from '../self-play/run-folder.ts'
import { budgetOf, readSettings, type BudgetOptions, type RunSettings } from '../self-play/run-request.ts'
import type { World } from '../world.ts'
import { keyValue, wholeNumber } from './arguments.ts'

interface RunOptions extends BudgetOptions {
  readonly prompts: string
  readonly roles: string
  readonly out: string
  readonly seed: number
  readonly rounds?: number
  readonly slots: number
  readonly algorithm?: string
  readonly option: Readonly<Record<string, number | string>>
  readonly settings?: string
  readonly maxPromptChars?: number
  readonly json?: true
}

interface ResumeOptions extends BudgetOptions {
  readonly roles?: string
  readonly json?: true
}

export function addSelfPlayCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  const command = program
    .command('self-play')
    .summary('make training data by self-play refinement')
    .description('Self-play refinement (SPaR): an actor answers, a judge votes, a refiner mends by tree search.')
  command
    .command('prompts')
    .description('Print prompts of the wording task, which `--roles wording` can play and verify.')
    .option('--count <n>', 'how many', wholeNumber(1, 1_000_000), 50)
    .option('--seed <n>', 'of the draw', wholeNumber(0, 0x7fffffff), 0)
    .action(({ count, seed }: { readonly count: number; readonly seed: number }) => {
      const next = wordingTasks(seed)
      for (let i = 0; i < count; i++)
        world.io.stdout.write(`${JSON.stringify({ id: `p${i}`, prompt: formatWording(next().constraints) })}\n`)
      done(ExitCode.ok)
    })
  const run = command
    .command('run')
    .description('Play a new run into a folder.')
    .requiredOption('--prompts <file>', 'JSON lines of {"prompt": text, "id"?: name}')
    .requiredOption(
      '--roles <roles>',
      'wording (embedded), a .json of endpoints as for `serve --models`, or a module that exports actor, judge and refiner',
    )
    .requiredOption('--out <folder>', 'where the run is kept')
    .option('--seed <n>', 'of everything drawn', wholeNumber(0, 0x7fffffff), 0)
    .option(
      '--rounds <n>',
      'rounds that share the prompts (default: 3 where roles improve, else 1)',
      wholeNumber(1, 1000),
    )
    .option('--slots <n>', 'calls in flight at once', wholeNumber(1, 4096), 32)
    .option(
      '-a, --algorithm <name>',
      'of the refinement: bfs, dfs or one that `espalier algorithms` lists (default: bfs)',
    )
    .option('-o, --option <key=value>', 'option of that algorithm; may be repeated', keyValue, {})
    .option('--settings <file>', "JSON of {sample, judge, refine, data}: other numbers than the paper's")
    .option('--max-prompt-chars <n>', 'longer prompts are left out (default: 8192)', wholeNumber(1))
    .option('--json', 'print the report as JSON')
  addBudget(run).action(async (options: RunOptions) => done(await startRun(world, options)))
  const resume = command
    .command('resume')
    .description('Go on with a run, or look at a finished one again. What was paid for is not paid again.')
    .argument('<folder>', 'of the run')
    .option('--roles <roles>', 'other roles than those it began with')
    .option('--json', 'print the report as JSON')
  addBudget(resume).action(async (folder: string, { roles, json, ...budget }: ResumeOptions) =>
    done(
      await playRun(world, folder, {
        budget: budgetOf(budget),
        ...(roles === undefined ? {} : { roles: rolesPath(roles) }),
        ...(json === undefined ? {} : { json }),
      }),
    ),
  )
  command
    .command('export')
    .description('Write the data of a finished run for a trainer, with provenance and a card.')
    .argument('<folder>', 'of the run')
    .addOption(new Option('--format <name>', 'whom for').choices(FORMATS).makeOptionMandatory())
    .option('--out <folder>', 'where to (default: export/FORMAT in the folder of the run)')
    .option('--parquet', 'Parquet instead of JSON lines')
    .option('--against <file>', 'texts, one a line, that the data must not share 13 words in a row with')
    .action((folder: string, options: ExportOptions) => done(exportRun(world, folder, options)))
  command
    .command('lineage')
    .description('Write how a finished run came to its data, for the page to open: answers, votes, trees, rounds.')
    .argument('<folder>', 'of the run')
    .option('--out <file>', 'where to (default: lineage.json in the folder of the run)')
    .action((folder: string, options: LineageOptions) => done(writeLineage(world, folder, options)))
}

function addBudget(command: Command): Command {
  return command
    .option('--max-calls <n>', 'calls in all, those of earlier sittings too', wholeNumber(0))
    .option('--max-tokens <n>', 'tokens written in all', wholeNumber(0))
    .option('--max-cost <usd>', 'money spent in all', money)
}

async function startRun(world: World, options: RunOptions): Promise<ExitCode> {
  const { out, seed, slots, rounds, maxPromptChars, json } = options
  const roles = rolesPath(options.roles)
  // Before anything is kept: a run with roles that cannot be opened is none.
  await (await openRoles(roles, world.io)).close?.()
  const settings = settingsOf(options)
  checkSettings(settings)
  const request = {
    roles,
    seed,
    rounds: rounds ?? null,
    slots,
    maxPromptChars: maxPromptChars ?? null,
    settings,
  }
  createRunFolder(out, request, readText(options.prompts))
  return playRun(world, out, { budget: budgetOf(options), ...(json === undefined ? {} : { json }) })
}

function settingsOf({ settings, algorithm, option }: RunOptions): RunSettings {
  const read = settings === undefined ? {} : readSettings(settings)
  const refine = {
    ...read.refine,
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(Object.keys(option).length === 0 ? {} : { options: { ...read.refine?.options, ...option } }),
  }
  return { ...read, refine }
}

function money(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(value)) return value
  throw new InvalidArgumentError('expected an amount such as 2.50')
}
