import fc from 'fast-check'

/** The part of JSON Schema that the document is written in. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
}

/** Searches that whole requests start are small, so that a run of hundreds ends. */
const MOST = 50

/** Values that fit a schema, numbers near the ends of their ranges among them. */
export function anyOfSchema(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>): fc.Arbitrary<unknown> {
  const of = (part: JsonSchema): fc.Arbitrary<unknown> => anyOfSchema(part, schemas)
  if (schema.$ref !== undefined) return of(schemas[schema.$ref.split('/').at(-1)!]!)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map(of))
  const { minimum = -1000, maximum = 1000 } = schema
  switch (schema.type) {
    case 'object':
      return objectOf(schema, of)
    case 'array':
      return fc.array(schema.items === undefined ? fc.jsonValue() : of(schema.items), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, 5),
      })
    case 'string':
      return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 40, 40) })
    case 'integer':
      return fc.oneof(
        fc.integer({ min: minimum, max: Math.min(maximum, minimum + MOST) }),
        fc.constantFrom(minimum, maximum),
      )
    case 'number':
      return fc.oneof(fc.double({ min: minimum, max: maximum, noNaN: true }), fc.constantFrom(minimum, maximum))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue({ maxDepth: 3 })
  }
}

function objectOf(schema: JsonSchema, of: (part: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, namedOf(name, part, of)])),
    {
      requiredKeys: [...required],
    },
  )
  if (typeof additionalProperties !== 'object') return known
  return fc.dictionary(
    fc.oneof(fc.constantFrom('c', 'children', 'n', 'width'), fc.string({ maxLength: 20 })),
    of(additionalProperties),
    {
      maxKeys: 3,
    },
  )
}

const puzzle = fc.record({ numbers: fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 4 }) })

/** What there is, by the name of its field, so that most requests get past the catalog. */
const KNOWN: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  task: fc.constant('countdown'),
  model: fc.constant('uniform'),
  name: fc.constantFrom('mcts', 'uct', 'beam', 'best-first', 'best-of-n', 'greedy'),
  problem: puzzle,
  options: fc.constant({}),
  concurrency: fc.integer({ min: 1, max: 64 }),
  nodes: fc.integer({ min: 1, max: 2000 }),
}

function namedOf(
  name: string,
  part: JsonSchema,
  of: (part: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const known = KNOWN[name]
  return known === undefined ? of(part) : fc.oneof({ weight: 12, arbitrary: known }, of(part))
}
