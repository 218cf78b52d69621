import fc from 'fast-check'
import { anyOfSchema, type JsonSchema } from './from-schema.ts'
import { nastyHeaderText, nastyJson, nastyText } from './nasty.ts'

interface DocOperation {
  readonly operationId: string
  readonly parameters: readonly {
    readonly name: string
    readonly in: 'path' | 'query' | 'header'
    readonly required: boolean
    readonly schema: JsonSchema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
  readonly responses: Readonly<Record<string, unknown>>
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
}

/** An operation of a document, and requests to it: whole ones, nearly whole ones and hostile ones. */
export interface Target {
  readonly name: string
  /** Statuses that the document names for it. */
  readonly statuses: readonly number[]
  readonly requests: fc.Arbitrary<{ readonly path: string; readonly init: RequestInit }>
}

/** Every operation of a document. `ids`: searches that there are, so that not every request ends at an unknown one. */
export function targetsOf(document: OpenApi, ids: readonly string[], samples: readonly string[]): readonly Target[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      statuses: Object.keys(operation.responses).map(Number),
      requests: requestsOf(path, method.toUpperCase(), operation, document, ids, samples),
    })),
  )
}

function requestsOf(
  path: string,
  method: string,
  operation: DocOperation,
  document: OpenApi,
  ids: readonly string[],
  samples: readonly string[],
): Target['requests'] {
  const valueOf = (schema: JsonSchema) => anyOfSchema(schema, document.components.schemas)
  const parameters = operation.parameters.map(({ name, in: place, schema }) => {
    const fitting =
      name === 'id' ? fc.constantFrom(...ids) : name === 'node' ? fc.nat(30).map(String) : valueOf(schema).map(String)
    const text = fc.oneof({ weight: 3, arbitrary: fitting }, place === 'header' ? nastyHeaderText : nastyText)
    return fc.record({ name: fc.constant(name), place: fc.constant(place), text, given: fc.boolean() })
  })
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [undefined, undefined]
  const body = content === undefined ? fc.constant(undefined) : bodyOf(type, valueOf(content.schema), samples)
  const types = fc.oneof(
    { weight: 12, arbitrary: fc.constant(type) },
    fc.constantFrom(undefined, 'text/html', '', 'a/b;c=d', '\t'),
  )
  return fc
    .record({
      parameters: fc.tuple(...parameters),
      body,
      type: types,
      strange: fc.dictionary(headerName, nastyHeaderText, { maxKeys: 2 }),
    })
    .map(({ parameters: given, body: bytes, type: contentType, strange }) => {
      let address = path
      const query = new URLSearchParams()
      const headers = new Headers(Object.entries(strange))
      for (const { name, place, text, given: isGiven } of given) {
        if (place === 'path') address = address.replace(`{${name}}`, encodeURIComponent(wellFormed(text)))
        else if (!isGiven) continue
        else if (place === 'query') query.append(name, text)
        else headers.set(name, headerSafe(text))
      }
      if (contentType !== undefined) headers.set('content-type', contentType)
      const search = query.size === 0 ? '' : `?${query.toString()}`
      return { path: address + search, init: { method, headers, ...(bytes === undefined ? {} : { body: bytes }) } }
    })
}

function bodyOf(type: string, fitting: fc.Arbitrary<unknown>, samples: readonly string[]): fc.Arbitrary<BodyBytes> {
  const json = fc
    .oneof({ weight: 4, arbitrary: fitting }, nastyJson, fc.tuple(fitting, fc.string(), nastyJson).map(withKey))
    .map((value) => JSON.stringify(value))
  const lines = fc.oneof(
    fc.constantFrom(...samples),
    fc.tuple(fc.constantFrom(...samples), fc.nat(), fc.nat(), nastyText).map(([sample, at, length, text]) => {
      const start = at % sample.length
      return sample.slice(0, start) + text + sample.slice(start + (length % 40))
    }),
    fc.array(nastyJson, { maxLength: 4 }).map((values) => values.map((value) => JSON.stringify(value)).join('\n')),
  )
  const whole = type === 'application/json' ? json : lines
  const cut = fc.tuple(whole, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)))
  const bytes = fc.uint8Array({ maxLength: 200 })
  return fc.oneof({ weight: 6, arbitrary: whole }, { weight: 2, arbitrary: cut }, nastyText, bytes)
}

type BodyBytes = string | Uint8Array<ArrayBuffer>

/** A key put in, or a value put in the place of one. */
function withKey([value, key, nasty]: [unknown, string, unknown]): unknown {
  if (typeof value !== 'object' || value === null) return nasty
  const keys = Object.keys(value)
  const place = keys.length > 0 && key.length % 2 === 0 ? keys[key.length % keys.length]! : key
  return Object.defineProperty(Array.isArray(value) ? [...value] : { ...value }, place, {
    value: nasty,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

const headerName = fc.constantFrom(
  'x-forwarded-for',
  'x-forwarded-host',
  'range',
  'if-none-match',
  'prefer',
  'accept',
  'accept-encoding',
  'x-http-method-override',
  'authorization',
  'cookie',
  'content-encoding',
)

/** Half a surrogate pair has no bytes. */
const wellFormed = (text: string): string => Buffer.from(text).toString()

/** Header values are bytes; what cannot be one is left out, as every client would have to. */
export const headerSafe = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '').trim()
