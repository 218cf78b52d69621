import { readFileSync } from 'node:fs'
import { answersEqual } from '@espalier/tasks/verify'
import { CliError, describeFileError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { CalibrationItem } from './item.ts'

/**
 * Items of a file, one `{"question", "answer", "label"}` a line: what was asked, what was answered, whether that is right. In place of a label `expected` may
 * stand, an answer of mathematics that the answer is compared with. Throws a CliError that names file and line.
 */
export function readLabelledItems(file: string): readonly CalibrationItem[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new CliError(ExitCode.file, `cannot read ${file}: ${describeFileError(error)}`, { cause: error })
  }
  const lines = text.split('\n').map((line, i) => ({ line, place: `${file}, line ${i + 1}` }))
  const items = lines.filter(({ line }) => line.trim() !== '').map(({ line, place }) => itemOf(line, place))
  if (items.length === 0) throw new CliError(ExitCode.file, `${file}: no items`)
  return items
}

function itemOf(line: string, place: string): CalibrationItem {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new CliError(ExitCode.file, `${place}: not JSON`)
  }
  const { question, answer, label, expected } = Object(value) as Readonly<Record<string, unknown>>
  for (const [name, field] of Object.entries({ question, answer }))
    if (typeof field !== 'string') throw new CliError(ExitCode.file, `${place}: ${name}: expected a text`)
  const texts = { question: question as string, candidate: answer as string }
  if (typeof label === 'boolean') return { ...texts, label, group: texts.question }
  if (label === undefined && typeof expected === 'string')
    return { ...texts, label: answersEqual(texts.candidate, expected), group: texts.question }
  throw new CliError(ExitCode.file, `${place}: expected "label": true or false, or "expected": the right answer`)
}
