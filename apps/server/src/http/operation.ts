import type { Context } from 'hono'
import type * as z from 'zod'
import type { ProblemCode } from '@espalier/protocol'

export interface AppEnv {
  readonly Variables: { readonly requestId: string }
}

/** What a success is answered with. */
export interface ResponseDoc {
  readonly description: string
  /** Absent: no body. */
  readonly type?: string
  /** Absent: text or bytes of that type. */
  readonly schema?: z.ZodType
}

/** A body that is no JSON: the handler reads it from the context. */
export interface RawBody {
  readonly type: string
  readonly maxBytes: number
  readonly description: string
}

/** Whatever parts of a request an operation reads, parsed. */
export interface Parts<Params = unknown, Query = unknown, Headers = unknown, Body = unknown> {
  readonly params: Params
  readonly query: Query
  readonly headers: Headers
  readonly body: Body
}

/** One method at one path, with all that a document and a router need to know of it. */
export interface Operation<Params = unknown, Query = unknown, Headers = unknown, Body = unknown> {
  readonly method: 'get' | 'post' | 'delete'
  /** With parameters in braces: `/v1/searches/{id}`. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** Of the path. What does not fit is `not-found`. */
  readonly params?: z.ZodType<Params>
  readonly query?: z.ZodType<Query>
  /** Names in lower case. */
  readonly headers?: z.ZodType<Headers>
  readonly body?: z.ZodType<Body>
  readonly rawBody?: RawBody
  readonly responses: Readonly<Record<number, ResponseDoc>>
  /** Refusals beyond those that every operation may give. */
  readonly refusals?: readonly ProblemCode[]
  readonly handle: (parts: Parts<Params, Query, Headers, Body>, c: Context<AppEnv>) => Response | Promise<Response>
}

/** An operation among others, its types closed. */
export type AnyOperation = Operation

export function operation<Params, Query, Headers, Body>(given: Operation<Params, Query, Headers, Body>): AnyOperation {
  return given as unknown as AnyOperation
}

/** An answer of JSON with this schema. */
export const jsonDoc = (description: string, schema: z.ZodType): ResponseDoc => ({
  description,
  type: 'application/json',
  schema,
})
