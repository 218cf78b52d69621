import { Validator } from '@cfworker/json-schema'
import { shown, TaskError } from '../task-error.ts'

export type SchemaVerdict =
  | { readonly fits: true; readonly value: unknown }
  | { readonly fits: false; readonly reason: 'no-json'; readonly detail: string }
  /** Where in the value, as a JSON pointer (`#/items/2`), and what is wrong there. */
  | { readonly fits: false; readonly reason: 'other-shape'; readonly at: string; readonly detail: string }

/** A regular expression of a schema would run outside the sandbox, and may run for ever. */
const PATTERNS: ReadonlySet<string> = new Set(['pattern', 'patternProperties'])
/** Their values are names or data, not schemas. */
const NAMED: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions', 'dependentSchemas'])
const DATA: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples'])

/**
 * A verifier for texts that have to be JSON of a shape: JSON Schema of draft 2020-12. Throws a TaskError INVALID_OPTIONS for a schema with regular
 * expressions, for which there is `matchesPattern`, or with references that lead nowhere.
 */
export function jsonSchemaVerifier(schema: Readonly<Record<string, unknown>>): (text: string) => SchemaVerdict {
  const place = patternIn(schema, '#')
  if (place !== null) throw invalid('a regular expression', 'none', place)
  let validator: Validator
  try {
    validator = new Validator(schema, '2020-12')
  } catch (error) {
    throw invalid(shown((error as Error).message), 'a JSON Schema', 'schema')
  }
  return (text) => {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      return { fits: false, reason: 'no-json', detail: (error as Error).message }
    }
    const { valid, errors } = validator.validate(value)
    if (valid) return { fits: true, value }
    const last = errors.at(-1)
    return { fits: false, reason: 'other-shape', at: last?.instanceLocation ?? '#', detail: last?.error ?? '' }
  }
}

function patternIn(schema: unknown, place: string): string | null {
  if (typeof schema !== 'object' || schema === null) return null
  for (const [key, value] of Object.entries(schema)) {
    const at = `${place}/${key}`
    if (Array.isArray(schema) || !DATA.has(key)) {
      if (!Array.isArray(schema) && PATTERNS.has(key)) return at
      const isNamed = !Array.isArray(schema) && NAMED.has(key) && typeof value === 'object' && value !== null
      const inside = isNamed
        ? Object.entries(value).map(([name, child]) => patternIn(child, `${at}/${name}`))
        : [patternIn(value, at)]
      const found = inside.find((found) => found !== null)
      if (found !== undefined) return found
    }
  }
  return null
}

function invalid(got: string, expected: string, where: string): TaskError {
  return new TaskError('INVALID_OPTIONS', 'Not a schema to check with', { got, expected, where })
}
