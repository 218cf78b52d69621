import { createHash } from 'node:crypto'
import * as z from 'zod'
import { ESTIMATE_SEARCHES, estimateSearch, fillRequest, planOf } from '@espalier/catalog'
import {
  forkRequestSchema,
  searchInfoSchema,
  searchRequestSchema,
  validationSchema,
  type SearchRequest,
} from '@espalier/protocol'
import { withinLimits } from '../../searches/limits.ts'
import type { IdempotencyKey } from '../../searches/search-service.ts'
import type { HttpDeps } from '../http-deps.ts'
import { jsonDoc, operation, type AnyOperation } from '../operation.ts'
import { idParams } from '../parameters.ts'

const keyHeader = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The same request with the same key gives the same search, so that it may be sent again.'),
})
const headers = keyHeader.extend({
  prefer: z.string().max(200).optional().describe('`wait=N`: wait up to N seconds for the end (RFC 7240).'),
})

/** Starting searches, from nothing or from what another has done, and checking what would be started. */
export function createOperations({ service, catalog, limits }: HttpDeps): readonly AnyOperation[] {
  const specOf = (request: SearchRequest) => withinLimits(fillRequest(request, catalog), limits)
  return [
    operation({
      method: 'post',
      path: '/v1/searches',
      tag: 'Searches',
      summary: 'Start a search',
      headers,
      body: searchRequestSchema,
      responses: {
        200: jsonDoc('The search has ended, or was there already.', searchInfoSchema),
        202: jsonDoc('The search waits or runs; `Location` is where to follow it.', searchInfoSchema),
      },
      refusals: ['idempotency-mismatch', 'overloaded', 'stopping'],
      handle: async ({ body, headers: { 'idempotency-key': key, prefer } }, c) => {
        const spec = specOf(body)
        const { trace } = body
        const named = keyOf(key, trace === undefined ? spec : { ...spec, trace })
        const { search, created } = await service.create(spec, named, trace)
        const seconds = waitOf(prefer, limits.waitSeconds)
        if (seconds > 0) await service.wait(search.id, seconds * 1000, c.req.raw.signal)
        const now = seconds > 0 ? await service.get(search.id) : search
        c.header('location', `/v1/searches/${search.id}`)
        if (seconds > 0) c.header('preference-applied', `wait=${seconds}`)
        const isOver = now.status === 'finished' || now.status === 'failed'
        return c.json(now, isOver || !created ? 200 : 202)
      },
    }),
    operation({
      method: 'post',
      path: '/v1/searches/{id}/fork',
      tag: 'Searches',
      summary: 'Begin another search with what this one has done so far',
      description:
        'The new log begins with the events of this one up to a place, and goes on by itself. This search stays as it is; one that has ended can be forked too, to be given more.',
      params: idParams,
      headers: keyHeader,
      body: forkRequestSchema,
      responses: {
        200: jsonDoc('The fork was there already.', searchInfoSchema),
        202: jsonDoc('The fork waits or runs; `Location` is where to follow it.', searchInfoSchema),
      },
      refusals: ['idempotency-mismatch', 'overloaded', 'stopping'],
      handle: async ({ params: { id }, body, headers: { 'idempotency-key': key } }, c) => {
        const { search, created } = await service.fork(id, body, keyOf(key, { fork: id, ...body }))
        c.header('location', `/v1/searches/${search.id}`)
        return c.json(search, created ? 202 : 200)
      },
    }),
    operation({
      method: 'post',
      path: '/v1/searches/validate',
      tag: 'Searches',
      summary: 'Check a request without starting a search',
      body: searchRequestSchema,
      description:
        'The estimate rests on searches that ended here with the same task and model, each thought of as run again under this budget.',
      responses: {
        200: jsonDoc('What would be run, with every default filled in, and what it would take.', validationSchema),
      },
      handle: async ({ body }, c) => {
        const spec = specOf(body)
        const { label } = planOf(spec, catalog)
        const earlier = await service.list(null, ESTIMATE_SEARCHES)
        return c.json({ spec, label, estimate: estimateSearch(spec, earlier, catalog) })
      },
    }),
  ]
}

function keyOf(key: string | undefined, request: unknown): IdempotencyKey | null {
  if (key === undefined) return null
  return { key, fingerprint: createHash('sha256').update(JSON.stringify(request)).digest('hex') }
}

/** Seconds of `Prefer: wait=N` (RFC 7240 §4.3), at most `max`; 0 without one. */
function waitOf(prefer: string | undefined, max: number): number {
  const match = /(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])/i.exec(prefer ?? '')
  return match === null ? 0 : Math.min(max, Number(match[1]))
}
