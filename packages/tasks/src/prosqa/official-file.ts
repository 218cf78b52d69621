import { isTaskError, shown, TaskError } from '../task-error.ts'
import type { GraphQuestion, GraphRecord } from './question.ts'
import { childrenOf, distancesFrom } from './question.ts'
import { parseQuestion } from './question-text.ts'
import { formatStatement, parseStatement } from './statement-text.ts'
import { checkPath } from './verify-path.ts'

/** A record of the official files (`prosqa_test.json` and its like), each field as it lies there. */
interface OfficialRecord {
  readonly question: string
  readonly answer: string
  readonly steps: readonly string[]
  readonly idx_to_symbol: readonly string[]
  readonly edges: readonly (readonly [number, number])[]
  readonly root: number
  readonly target: number
  readonly neg_target: number
}

const isIndex = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((text) => typeof text === 'string')
const isPair = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(isIndex)

const FIELDS: Readonly<Record<keyof OfficialRecord, readonly [(value: unknown) => boolean, string]>> = {
  question: [(value) => typeof value === 'string', 'a text'],
  answer: [(value) => typeof value === 'string', 'a text'],
  steps: [isTexts, 'a list of texts'],
  idx_to_symbol: [isTexts, 'a list of names'],
  edges: [(value) => Array.isArray(value) && value.every(isPair), 'a list of pairs of nodes'],
  root: [isIndex, 'a node'],
  target: [isIndex, 'a node'],
  neg_target: [isIndex, 'a node'],
}

/**
 * Reads an official ProsQA file as text (reading it from disk is the caller's). Nodes keep their numbers, statements the order of the text.
 * Everything is checked against everything else: text and edges, root and options, that the target is reached and the other option is not,
 * that the steps are a shortest path and the answer says the target. Throws a TaskError INVALID_FILE that names the record, from 1, and the
 * field.
 */
export function parseOfficialProsqa(jsonText: string): readonly GraphRecord[] {
  let data: unknown
  try {
    data = JSON.parse(jsonText)
  } catch (error) {
    throw invalid((error as Error).message, 'JSON', 'file')
  }
  if (!Array.isArray(data) || data.length === 0) throw invalid(jsonText, 'a list of records', 'file')
  return data.map((record: unknown, i) => readRecord(checkFields(record, `record ${i + 1}`), `record ${i + 1}`))
}

function checkFields(record: unknown, place: string): OfficialRecord {
  if (typeof record !== 'object' || record === null) throw invalid(record, 'an object', place)
  for (const [field, [fits, expected]] of Object.entries(FIELDS)) {
    const value = (record as Record<string, unknown>)[field]
    if (!fits(value)) throw invalid(JSON.stringify(value) ?? 'nothing', expected, `${place}, ${field}`)
  }
  return record as OfficialRecord
}

function readRecord(official: OfficialRecord, place: string): GraphRecord {
  const fail = (field: keyof OfficialRecord, got: unknown, expected: string): TaskError =>
    invalid(got, expected, `${place}, ${field}`)
  const { idx_to_symbol: symbols, root, target, neg_target: distractor, answer } = official
  if (new Set(symbols).size !== symbols.length) throw fail('idx_to_symbol', 'a name twice', 'each name once')
  const question = readQuestion(official, place)
  if (root !== question.root) throw fail('root', symbols[root] ?? root, symbols[question.root]!)
  if (!question.options.includes(target)) throw fail('target', symbols[target] ?? target, 'an option of the question')
  if (!question.options.includes(distractor) || distractor === target)
    throw fail('neg_target', symbols[distractor] ?? distractor, 'the other option of the question')
  const distance = distancesFrom(childrenOf(question), root)
  if (distance[target] === -1) throw fail('target', `${symbols[target]!} out of reach`, 'an option that is reached')
  if (distance[distractor] !== -1)
    throw fail('neg_target', `${symbols[distractor]!} within reach`, 'an option that is not reached')
  const path = readSteps(official, question, place)
  if (path.length - 1 !== distance[target])
    throw fail('steps', `${path.length - 1} steps`, `a shortest path, of ${distance[target]!}`)
  const expected = formatStatement(question, root, target)
  if (answer !== expected) throw fail('answer', answer, expected)
  return { question, target, distractor, path }
}

/** The question of the text with the numbers that nodes have in the file. */
function readQuestion({ question: text, idx_to_symbol: symbols, edges }: OfficialRecord, place: string): GraphQuestion {
  let read: GraphQuestion
  try {
    read = parseQuestion(text)
  } catch (error) {
    if (!isTaskError(error)) throw error
    const { got, expected, where } = error.details
    throw new TaskError('INVALID_FILE', error.message.split(':')[0]!, {
      got,
      expected,
      where: `${place}, question, ${where}`,
    })
  }
  const numbers = read.symbols.map((symbol) => symbols.indexOf(symbol))
  const unnamed = numbers.indexOf(-1)
  if (unnamed !== -1) throw invalid(`no ${read.symbols[unnamed]!}`, 'every name of the text', `${place}, idx_to_symbol`)
  const said = read.edges.map(([from, to]) => [numbers[from]!, numbers[to]!] as const)
  const listed = new Set(edges.map(String))
  const missing = said.find((edge) => !listed.has(String(edge)))
  if (missing !== undefined)
    throw invalid(`no [${missing.join(', ')}]`, 'every statement of the text', `${place}, edges`)
  const texts = new Set(said.map(String))
  const unsaid = edges.find((edge) => !texts.has(String(edge)))
  if (unsaid !== undefined) throw invalid(`[${unsaid.join(', ')}]`, 'statements of the text alone', `${place}, edges`)
  if (listed.size !== edges.length) throw invalid('a pair twice', 'each statement once', `${place}, edges`)
  const [first, second] = read.options
  return { symbols, edges: said, root: numbers[read.root]!, options: [numbers[first]!, numbers[second]!] }
}

function readSteps({ steps, target }: OfficialRecord, question: GraphQuestion, place: string): readonly number[] {
  const path = [question.root]
  steps.forEach((text, i) => {
    const read = parseStatement(question, text)
    if (!read.ok || read.from !== path.at(-1))
      throw invalid(text, `a statement about ${question.symbols[path.at(-1)!]!}`, `${place}, steps, ${i + 1}`)
    path.push(read.to)
  })
  const checked = checkPath(question, path)
  if (checked.ok && checked.option === target) return path
  throw invalid(
    checked.ok ? 'the other option' : checked.detail,
    'statements that lead to the target',
    `${place}, steps`,
  )
}

function invalid(got: unknown, expected: string, where: string): TaskError {
  return new TaskError('INVALID_FILE', 'Not an official ProsQA file', { got: shown(got), expected, where })
}
