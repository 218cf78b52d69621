import type { Json } from '@espalier/core'
import type { FieldFault, JsonSchema, SearchRequest, SearchSpec } from '@espalier/protocol'

/** A search as somebody types it: every field as text, empty for its default. */
export interface Draft {
  readonly task: string
  /** By property of the task's problem schema; of a problem that is no object, under the empty name. */
  readonly problem: Readonly<Record<string, string>>
  /** Empty: the task's first. */
  readonly model: string
  readonly algorithm: string
  readonly options: Readonly<Record<string, string>>
  readonly budget: Readonly<Record<BudgetField, string>>
  readonly seed: string
  readonly concurrency: string
  readonly name: string
}

export const BUDGET_FIELDS = ['trials', 'nodes', 'tokens', 'seconds', 'value'] as const
export type BudgetField = (typeof BUDGET_FIELDS)[number]

export const EMPTY_DRAFT: Draft = {
  task: '',
  problem: {},
  model: '',
  algorithm: 'mcts',
  options: {},
  budget: { trials: '200', nodes: '', tokens: '', seconds: '', value: '1' },
  seed: '0',
  concurrency: '1',
  name: '',
}

/** The fields of a problem, by name, with their schemas. */
export function problemFields(
  schema: JsonSchema,
): readonly { readonly name: string; readonly schema: JsonSchema; readonly required: boolean }[] {
  const { type, properties, required } = schema as {
    type?: Json
    properties?: Readonly<Record<string, JsonSchema>>
    required?: readonly string[]
  }
  if (type !== 'object' || properties === undefined) return [{ name: '', schema, required: true }]
  return Object.entries(properties).map(([name, field]) => ({
    name,
    schema: field,
    required: required?.includes(name) ?? false,
  }))
}

/** Whether a field takes sentences rather than a line of numbers. */
export const isProse = (schema: JsonSchema): boolean => schema['type'] === 'string' && !Array.isArray(schema['enum'])

/** What a field's text says under its schema: `4 9 10` for a list of numbers, JSON where there is no plainer way. */
export function parseField(text: string, schema: JsonSchema): { readonly value: Json } | { readonly fault: string } {
  const { type, items } = schema as { readonly type?: Json; readonly items?: JsonSchema }
  const trimmed = text.trim()
  if (type === 'string') return { value: text }
  if (type === 'number' || type === 'integer') return numberOf(trimmed)
  if (type === 'array' && (items?.['type'] === 'integer' || items?.['type'] === 'number')) {
    const parts = trimmed.split(/[\s,;]+/).filter(Boolean)
    const bad = parts.find((part) => 'fault' in numberOf(part))
    return bad === undefined
      ? { value: parts.map(Number) }
      : { fault: `“${bad}” is no number; write numbers with spaces between.` }
  }
  try {
    return { value: JSON.parse(trimmed) as Json }
  } catch {
    return { fault: 'This is no JSON.' }
  }
}

/** The text that {@link parseField} reads back. */
export function fieldText(value: Json | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value.join(' ')
  return JSON.stringify(value)
}

/** The texts of a problem's fields. */
export function problemTexts(problem: Json, schema: JsonSchema): Readonly<Record<string, string>> {
  const isObject = typeof problem === 'object' && problem !== null && !Array.isArray(problem)
  return Object.fromEntries(
    problemFields(schema).map(({ name }) => [
      name,
      fieldText(name === '' ? problem : isObject ? (problem as Record<string, Json>)[name] : undefined),
    ]),
  )
}

/**
 * The request that a draft stands for, and what is wrong with the texts themselves, by pointer into the request. `schema`: of the problem;
 * `optionSchemas`: of the algorithm's options, by name.
 */
export function requestOf(
  draft: Draft,
  schema: JsonSchema,
  optionSchemas: Readonly<Record<string, JsonSchema>> = {},
): { readonly request: SearchRequest; readonly faults: readonly FieldFault[] } {
  const faults: FieldFault[] = []
  const numberAt = (pointer: string, text: string): number | undefined => {
    if (text.trim() === '') return undefined
    const parsed = numberOf(text.trim())
    if ('value' in parsed) return parsed.value
    faults.push({ pointer, message: parsed.fault })
    return undefined
  }

  const fields = problemFields(schema).flatMap(({ name, schema: field, required }) => {
    const text = draft.problem[name] ?? ''
    const pointer = name === '' ? '/problem' : `/problem/${name}`
    if (text.trim() === '') {
      if (required) faults.push({ pointer, message: 'This is needed.' })
      return []
    }
    const parsed = parseField(text, field)
    if ('fault' in parsed) faults.push({ pointer, message: parsed.fault })
    return 'value' in parsed ? [[name, parsed.value] as const] : []
  })
  const whole = fields.find(([name]) => name === '')
  const problem = whole === undefined ? Object.fromEntries(fields) : whole[1]

  const options: Record<string, number | string> = {}
  for (const [name, text] of Object.entries(draft.options)) {
    // Words are chosen from a list, so nothing can be wrong with one.
    const value =
      wordsOf(optionSchemas[name]) !== null && text !== '' ? text : numberAt(`/algorithm/options/${name}`, text)
    if (value !== undefined) options[name] = value
  }
  const budget: Record<string, number> = {}
  for (const field of BUDGET_FIELDS) {
    const value = numberAt(`/budget/${field}`, draft.budget[field])
    if (value === undefined) continue
    if (field === 'seconds') budget['timeMs'] = Math.round(value * 1000)
    else budget[field] = value
  }
  const seed = numberAt('/seed', draft.seed)
  const concurrency = numberAt('/concurrency', draft.concurrency)
  const request: SearchRequest = {
    task: draft.task,
    problem,
    algorithm: { name: draft.algorithm, options },
    budget,
    ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }),
    ...(draft.model === '' ? {} : { model: draft.model }),
    ...(seed === undefined ? {} : { seed }),
    ...(concurrency === undefined ? {} : { concurrency }),
  }
  return { request, faults }
}

/** The draft that gives a search again. */
export function draftOf(spec: SearchSpec, schema: JsonSchema): Draft {
  const { budget } = spec
  const texts = (record: Readonly<Record<string, number | string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)]))
  return {
    task: spec.task,
    problem: problemTexts(spec.problem, schema),
    model: spec.model,
    algorithm: spec.algorithm.name,
    options: texts(spec.algorithm.options),
    budget: {
      trials: fieldText(budget.trials),
      nodes: fieldText(budget.nodes),
      tokens: fieldText(budget.tokens),
      seconds: fieldText(budget.timeMs === undefined ? undefined : budget.timeMs / 1000),
      value: fieldText(budget.value),
    },
    seed: String(spec.seed),
    concurrency: String(spec.concurrency),
    name: spec.name,
  }
}

function numberOf(text: string): { readonly value: number } | { readonly fault: string } {
  const value = Number(text)
  return text !== '' && Number.isFinite(value) ? { value } : { fault: `“${text}” is no number.` }
}

/** The words that an option may be; null for one that is a number. */
export function wordsOf(schema: JsonSchema | undefined): readonly string[] | null {
  const words = schema?.['enum']
  return Array.isArray(words) ? words.filter((word): word is string => typeof word === 'string') : null
}
