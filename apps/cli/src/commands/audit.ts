import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { runBattery } from '@espalier/latent'
import { createProsqaModel, type ProsqaModel } from '@espalier/models'
import { readProsqaCheckpoint } from '@espalier/models/node'
import { HELD_OUT_GRAPHS, heldOutGraphs, parseOfficialProsqa, type GraphRecord } from '@espalier/tasks'
import { expectedPairs, expectedPrompt } from '../audit/expected-prompts.ts'
import { reportPage } from '../audit/report-page.ts'
import { reportLines } from '../audit/report-text.ts'
import { CliError, describeFileError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { hasColor } from '../io.ts'
import { checkWritable, writeOutput } from '../output-file.ts'
import { createPalette } from '../view/palette.ts'
import type { World } from '../world.ts'
import { wholeNumber } from './arguments.ts'

interface AuditOptions {
  readonly file?: string
  readonly count: number
  readonly seed: number
  readonly model?: string
  readonly control?: string
  readonly html?: string
  readonly json?: true
}

export function addAuditCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  program
    .command('audit')
    .description('Test what a model is said to do.')
    .command('latent')
    .summary('test whether the thoughts of the ProsQA model matter')
    .description(
      'Test whether answers come from the thoughts of the ProsQA model: a battery of causal tests, each with its control. Ends with 1 if a test fails; one that cannot be run does not fail.',
    )
    .option('--file <file>', 'questions of an official ProsQA file (default: held-out ones of the same size)')
    .option('--count <n>', 'questions', wholeNumber(12, HELD_OUT_GRAPHS.official.count), 100)
    .option('--seed <n>', 'of noise, partners, counterfactuals and resampling', wholeNumber(0, 0xffffffff), 1)
    .option('--model <file>', 'another checkpoint of the model')
    .option('--control <file>', 'a checkpoint trained with a constant vector in place of thoughts')
    .option('--html <file>', 'write the report as a page')
    .option('--json', 'print the report as JSON')
    .action(async (options: AuditOptions) => done(await auditLatent(world, options)))
}

async function auditLatent({ io }: World, options: AuditOptions): Promise<ExitCode> {
  const { html, seed } = options
  if (html !== undefined) checkWritable(html)
  const records = questionsOf(options)
  const model = await openProsqa(options.model)
  const control = options.control === undefined ? {} : { control: await openProsqa(options.control) }
  const report = runBattery(model, {
    sample: records.map((record) => expectedPrompt(record)),
    pairs: expectedPairs(records, seed),
    seed,
    ...control,
  })
  const source = options.file === undefined ? 'held out, of official size' : options.file.split(/[\\/]/).at(-1)!
  if (html !== undefined) writeOutput(html, reportPage(report, source))
  if (options.json === true) io.stdout.write(`${JSON.stringify(report)}\n`)
  else io.stdout.write(`${reportLines(report, source, createPalette(hasColor(io.stdout, io.env))).join('\n')}\n`)
  return report.results.some(({ verdict }) => verdict === 'fail') ? ExitCode.unsolved : ExitCode.ok
}

async function openProsqa(file: string | undefined): Promise<ProsqaModel> {
  return createProsqaModel(await readProsqaCheckpoint(file))
}

function questionsOf({ file, count }: AuditOptions): readonly GraphRecord[] {
  if (file === undefined) return heldOutGraphs('official', count)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new CliError(ExitCode.file, `cannot read ${file}: ${describeFileError(error)}`, { cause: error })
  }
  const records = parseOfficialProsqa(text)
  if (records.length < 12)
    throw new CliError(ExitCode.usage, `--file: got ${records.length} questions, expected at least 12`)
  return records.slice(0, count)
}
