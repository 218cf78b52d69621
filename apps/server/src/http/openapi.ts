import * as z from 'zod'
import { PROBLEMS, PROBLEM_MEDIA_TYPE, problemDetailsSchema, type ProblemCode } from '@espalier/protocol'
import type { AnyOperation, ResponseDoc } from './operation.ts'

type Doc = Record<string, unknown>

/** Every request may be refused for these. */
const COMMON: readonly ProblemCode[] = [
  'invalid-request',
  'unauthorized',
  'forbidden-host',
  'forbidden-origin',
  'uri-too-long',
  'internal',
]
const WITH_BODY: readonly ProblemCode[] = ['too-large', 'unsupported-media-type']

/** The operations as an OpenAPI 3.1 document, whose schemas are JSON Schema as zod itself writes it. */
export function openApiDocument(operations: readonly AnyOperation[], version: string): Doc {
  const schemas = new Map<string, Doc>()
  const paths: Record<string, Doc> = {}
  for (const each of operations) {
    const { method, path, tag, summary, description, body, rawBody } = each
    const content =
      body === undefined
        ? rawBody && { [rawBody.type]: { schema: { type: 'string', description: rawBody.description } } }
        : { 'application/json': { schema: schemaOf(body, 'input', schemas) } }
    paths[path] = {
      ...paths[path],
      [method]: {
        operationId: operationId(each),
        tags: [tag],
        summary,
        ...(description === undefined ? {} : { description }),
        parameters: parametersOf(each, schemas),
        ...(content === undefined ? {} : { requestBody: { required: true, content } }),
        responses: { ...successes(each.responses, schemas), ...refusals(each, schemas) },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Espalier',
      version,
      description: 'Searches over reasoning steps: started, steered, followed event by event, and read node by node.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{}, { key: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'Asked for where the server was given a key.' },
      },
    },
  }
}

/** `POST /v1/searches/{id}/pause` → `postSearchesPause`. */
function operationId({ method, path }: AnyOperation): string {
  const words = path
    .replaceAll(/\{\w+\}/g, 'one')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '' && word !== 'v1')
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')
}

function parametersOf({ params, query, headers }: AnyOperation, schemas: Map<string, Doc>): readonly Doc[] {
  const parts = [
    ['path', params],
    ['query', query],
    ['header', headers],
  ] as const
  return parts.flatMap(([place, part]) => {
    if (part === undefined) return []
    const { properties = {}, required = [] } = schemaOf(part, 'input', schemas) as {
      readonly properties?: Readonly<Record<string, Doc>>
      readonly required?: readonly string[]
    }
    return Object.entries(properties).map(([name, { description, ...schema }]) => ({
      name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema,
    }))
  })
}

function successes(responses: Readonly<Record<number, ResponseDoc>>, schemas: Map<string, Doc>): Doc {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { description, type, schema }]) => {
      const content = schema === undefined ? { type: 'string' } : schemaOf(schema, 'output', schemas)
      return [status, { description, ...(type === undefined ? {} : { content: { [type]: { schema: content } } }) }]
    }),
  )
}

function refusals({ params, body, rawBody, refusals: own = [] }: AnyOperation, schemas: Map<string, Doc>): Doc {
  const codes = [
    ...COMMON,
    ...(body === undefined && rawBody === undefined ? [] : WITH_BODY),
    ...(params === undefined ? [] : (['not-found'] as const)),
    ...own,
  ]
  const titles = new Map<number, Set<string>>()
  for (const code of codes) {
    const { status, title } = PROBLEMS[code]
    titles.set(status, (titles.get(status) ?? new Set()).add(title))
  }
  const content = { [PROBLEM_MEDIA_TYPE]: { schema: schemaOf(problemDetailsSchema, 'output', schemas) } }
  return Object.fromEntries(
    [...titles].map(([status, each]) => [status, { description: [...each].join('; '), content }]),
  )
}

/** A schema with the named ones in it moved to the components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Map<string, Doc>): Doc {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // Of TypeScript's kind; in OpenAPI the word means that only servers may send it.
    override: ({ jsonSchema }) => void delete jsonSchema.readOnly,
  }) as Doc
  for (const [id, definition] of Object.entries($defs as Readonly<Record<string, Doc>>)) {
    schemas.set(id, toComponents(definition))
  }
  return toComponents(own)
}

/** A schema whose references lead to the components. */
function toComponents(schema: Doc): Doc {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : value,
  ) as Doc
}
