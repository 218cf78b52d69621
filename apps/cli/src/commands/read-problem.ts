import { readFile } from 'node:fs/promises'
import type { Json } from '@espalier/core'
import { parsePuzzle } from '@espalier/tasks'
import { CliError, describeFileError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import type { CatalogRequest } from '../run/open-catalog.ts'

/** Stands for standard input. */
const INPUT = '-'
/** More words are no puzzle. */
const MOST_NUMBERS = 100

export interface ProblemSource {
  readonly task: CatalogRequest['task']
  /** As given: quoted or not, both work. */
  readonly words: readonly string[]
  /** Instead of words; `-` is standard input. */
  readonly file?: string | undefined
  /** What a countdown expression must equal. */
  readonly target: number
}

/** The problem of a request, in the words that its task is asked in. Throws a usage error or a TaskError. */
export async function readProblem({ task, words, file, target }: ProblemSource, io: Io): Promise<Json> {
  const text = await textOf(words, file, io)
  if (task === 'prosqa' || task === 'text') return { question: text.trim() }
  if (task === 'seating' || task === 'code') return jsonOf(task, text)
  const numbers = text.trim().split(/\s+/).length
  if (numbers > MOST_NUMBERS) throw new CliError(ExitCode.usage, `puzzle: got ${numbers} words, expected a few numbers`)
  return { ...parsePuzzle(text, target) }
}

function jsonOf(task: string, text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new CliError(ExitCode.usage, `problem: ${task} takes JSON: ${(error as Error).message}`, { cause: error })
  }
}

async function textOf(words: readonly string[], file: string | undefined, io: Io): Promise<string> {
  if (file !== undefined && words.length > 0) throw new CliError(ExitCode.usage, '--file: expected no words beside it')
  const source = file ?? (words.length === 1 && words[0] === INPUT ? INPUT : null)
  if (source === INPUT) return io.readInput()
  if (source === null && words.length === 0)
    throw new CliError(
      ExitCode.usage,
      'missing required argument: a problem as words, from --file or, with -, from input',
    )
  if (source === null) return words.join(' ')
  try {
    return await readFile(source, 'utf8')
  } catch (error) {
    throw new CliError(ExitCode.file, `cannot read ${source}: ${describeFileError(error)}`, { cause: error })
  }
}
