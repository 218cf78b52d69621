import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { type AnsweredPrompt, parseInstructedPrompts, parseResponses } from '@espalier/tasks/ifeval'
import { type IfevalScore, scoreInstructions } from '@espalier/tasks/scoring'
import { isTaskError } from '@espalier/tasks'
import { CliError, describeFileError } from '../cli-error.ts'
import { ifevalRecord, ifevalTable } from '../evaluate/ifeval-report.ts'
import { ExitCode } from '../exit-code.ts'
import { counted } from '../view/wording.ts'
import type { World } from '../world.ts'

interface IfevalOptions {
  readonly responses: string
  readonly prompts?: string
  readonly json?: true
}

const OFFICIAL_NAME = 'input_data.jsonl'

export function addEvalCommand(program: Command, { io }: World, done: (code: ExitCode) => void): void {
  program
    .command('eval')
    .description('Score answers that were given elsewhere.')
    .command('ifeval')
    .summary('score answers to the prompts of IFEval')
    .description(
      'Score answers to the prompts of IFEval (Zhou et al. 2023): which of the instructions in a prompt are followed, by exact checks, strict and loose, over prompts and over instructions.',
    )
    .requiredOption('--responses <file>', 'answers: one {"prompt": …, "response": …} a line')
    .option('--prompts <file>', `the official ${OFFICIAL_NAME} (default: the file of that name beside the answers)`)
    .option('--json', 'print the score as JSON, with a verdict for each instruction')
    .action((options: IfevalOptions) => {
      const answered = readAnswers(options)
      const score = scoreInstructions(answered)
      if (options.json === true) io.stdout.write(`${JSON.stringify(ifevalRecord(score, answered))}\n`)
      else io.stdout.write(report(score, answered))
      done(ExitCode.ok)
    })
}

function readAnswers({ responses, prompts }: IfevalOptions): readonly AnsweredPrompt[] {
  const answers = readText(responses)
  const promptFile = prompts ?? join(dirname(responses), OFFICIAL_NAME)
  const hint = prompts === undefined ? ` (--prompts takes the official ${OFFICIAL_NAME})` : ''
  const parsed = within(promptFile, () => parseInstructedPrompts(readText(promptFile, hint)))
  return within(responses, () => parseResponses(answers, parsed))
}

function readText(file: string, hint = ''): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CliError(ExitCode.file, `cannot read ${file}: ${describeFileError(error)}${hint}`, { cause: error })
  }
}

/** Errors about what a file holds name the file. */
function within<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!isTaskError(error)) throw error
    throw new CliError(ExitCode.file, `${file}: ${error.message}`, { cause: error })
  }
}

function report(score: IfevalScore, answered: readonly AnsweredPrompt[]): string {
  const { prompts, instructions } = score.strict
  const reworded = answered.filter(({ wording }) => wording !== null).map(({ prompt }) => prompt.key)
  const lines = [
    `ifeval: ${counted(prompts.count, 'prompt')}, ${counted(instructions.count, 'instruction')}`,
    ...(reworded.length === 0
      ? []
      : [`answers to another wording of the prompt, scored as answers to it: ${reworded.join(', ')}`]),
  ]
  return `${lines.join('\n')}\n\n${ifevalTable(score)}`
}
