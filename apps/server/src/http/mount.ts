import type { Context, Hono } from 'hono'
import type * as z from 'zod'
import type { FieldFault, ProblemCode } from '@espalier/protocol'
import { problem, HttpError } from './problem.ts'
import type { AnyOperation, AppEnv } from './operation.ts'
import { readJson } from './read-body.ts'

export interface BodyLimits {
  readonly bodyBytes: number
  readonly jsonDepth: number
}

/** Puts operations on a router: reads and checks every part of a request that they name, and refuses other methods at their paths. */
export function mount(app: Hono<AppEnv>, operations: readonly AnyOperation[], limits: BodyLimits): void {
  for (const path of pathsOf(operations)) {
    const here = operations.filter((each) => each.path === path)
    for (const { method, params, query, headers, body, handle } of here) {
      app.on(method.toUpperCase(), routeOf(path), async (c) => {
        const parts = {
          params: check(params, c.req.param(), 'path', 'not-found'),
          query: check(query, c.req.query(), 'query'),
          headers: check(headers, headers === undefined ? {} : c.req.header(), 'header'),
          body: body === undefined ? undefined : check(body, await readJson(c, limits), 'body'),
        }
        return handle(parts, c)
      })
    }
    const methods = here.map(({ method }) => method.toUpperCase())
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ')
    app.all(routeOf(path), (c: Context) => problem(c, 'method-not-allowed', `expected ${allow}`, [], { allow }))
  }
}

/** Paths, those without parameters first: `/v1/searches/validate` is no search with that id. */
function pathsOf(operations: readonly AnyOperation[]): readonly string[] {
  const paths = [...new Set(operations.map(({ path }) => path))]
  return paths.toSorted((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
}

/** `/v1/searches/{id}` as the router writes it. */
const routeOf = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

function check<T>(
  schema: z.ZodType<T> | undefined,
  value: unknown,
  part: string,
  code: ProblemCode = 'invalid-request',
): T | undefined {
  if (schema === undefined) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }): FieldFault => {
    const pointer = path.map((step) => `/${String(step)}`).join('')
    return { pointer: part === 'body' ? pointer : String(path[0] ?? part), message }
  })
  const [first] = faults
  throw new HttpError(code, `${part}${first === undefined ? '' : ` ${first.pointer}: ${first.message}`}`, faults)
}
