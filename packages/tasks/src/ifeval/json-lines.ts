import { shown, TaskError } from '../task-error.ts'

/** A row of a file of JSON objects, one a line. */
export interface JsonRow {
  readonly record: Readonly<Record<string, unknown>>
  /** `line 3`. */
  readonly where: string
}

/** Reads JSON lines; empty lines are skipped. Throws a TaskError INVALID_FILE that names the line, from 1. */
export function readJsonLines(text: string): readonly JsonRow[] {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line, i) => ({ line, where: `line ${i + 1}` }))
    .filter(({ line }) => line.trim() !== '')
  if (rows.length === 0) throw invalid(shown(text), 'an object on each line', 'file')
  return rows.map(({ line, where }) => ({ record: readObject(line, where), where }))
}

function readObject(line: string, where: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw invalid(shown(line), 'a JSON object', where)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(shown(line), 'a JSON object', where)
  return value as Readonly<Record<string, unknown>>
}

/** A field that is a text. */
export function textField({ record, where }: JsonRow, field: string): string {
  const value = record[field]
  if (typeof value === 'string') return value
  throw invalid(shownJson(value), 'a text', `${where}, ${field}`)
}

/** What a field holds, for an error. */
export function shownJson(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'string' ? shown(value) : JSON.stringify(value).slice(0, MAX_SHOWN)
}

const MAX_SHOWN = 60

export function invalid(got: string, expected: string, where: string): TaskError {
  return new TaskError('INVALID_FILE', 'Not a file of IFEval', { got, expected, where })
}
