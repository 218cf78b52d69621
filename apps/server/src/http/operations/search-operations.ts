import * as z from 'zod'
import {
  decodeCursor,
  encodeCursor,
  extendRequestSchema,
  searchInfoSchema,
  searchPageSchema,
  steeredSchema,
  steererSchema,
  steerRequestSchema,
} from '@espalier/protocol'
import type { HttpDeps } from '../http-deps.ts'
import { jsonDoc, operation, type AnyOperation } from '../operation.ts'
import { idParams, wholeNumber } from '../parameters.ts'

const DEFAULT_PAGE = 50
const MAX_PAGE = 200

const byQuery = z.object({ by: steererSchema.optional().describe('Who does it, for the log. Default: `user`.') })

const one = { tag: 'Searches', params: idParams, responses: { 200: jsonDoc('The search.', searchInfoSchema) } } as const
const change = { ...one, method: 'post', refusals: ['search-ended', 'stopping'] } as const

/** Finding searches, and what can be done to one that has not ended. */
export function searchOperations({ service }: HttpDeps): readonly AnyOperation[] {
  return [
    operation({
      method: 'get',
      path: '/v1/searches',
      tag: 'Searches',
      summary: 'List searches, newest first',
      query: z.object({
        cursor: z.string().max(200).optional().describe('`nextCursor` of the page before.'),
        limit: wholeNumber(1, MAX_PAGE).optional().describe(`Searches on the page. Default ${DEFAULT_PAGE}.`),
      }),
      responses: { 200: jsonDoc('A page.', searchPageSchema) },
      handle: async ({ query: { cursor, limit = DEFAULT_PAGE } }, c) => {
        const found = await service.list(cursor === undefined ? null : decodeCursor(cursor), limit + 1)
        const searches = found.slice(0, limit)
        const last = found.length > limit ? searches.at(-1) : undefined
        return c.json({ searches, nextCursor: last === undefined ? null : encodeCursor(last.id) })
      },
    }),
    operation({
      ...one,
      method: 'get',
      path: '/v1/searches/{id}',
      summary: 'Where a search stands',
      handle: async ({ params }, c) => c.json(await service.get(params.id)),
    }),
    operation({
      ...one,
      method: 'delete',
      path: '/v1/searches/{id}',
      summary: 'Cancel a search',
      description: 'Ends it with the best answer so far; it stays readable. A search that has ended stays as it is.',
      refusals: ['stopping'],
      query: byQuery,
      handle: async ({ params, query: { by = 'user' } }, c) => {
        await service.cancel(params.id, by)
        return c.json(await service.get(params.id))
      },
    }),
    operation({
      ...change,
      path: '/v1/searches/{id}/pause',
      summary: 'Hold a search back before its next trial',
      query: byQuery,
      handle: async ({ params, query: { by = 'user' } }, c) => {
        await service.pause(params.id, by)
        return c.json(await service.get(params.id))
      },
    }),
    operation({
      ...change,
      path: '/v1/searches/{id}/resume',
      summary: 'Let a paused search go on',
      query: byQuery,
      handle: async ({ params, query: { by = 'user' } }, c) => {
        await service.resume(params.id, by)
        return c.json(await service.get(params.id))
      },
    }),
    operation({
      ...change,
      path: '/v1/searches/{id}/extend',
      summary: 'Add to the budget of an unfinished search',
      description: 'Each number is added to the limit of its kind; a kind without a limit stays without.',
      body: extendRequestSchema,
      handle: async ({ params, body: { by = 'user', ...more } }, c) => {
        await service.extend(params.id, by, more)
        return c.json(await service.get(params.id))
      },
    }),
    operation({
      ...one,
      method: 'post',
      path: '/v1/searches/{id}/reveal',
      summary: 'Show a sealed search that has ended',
      description:
        'From now on everything of it is shown, and its file can be held against any seal that was given of it: `espalier verify-trace`. ' +
        'Where the server shows less, its operator has to let it show everything first.',
      refusals: ['not-finished', 'trace-hidden', 'stopping'],
      handle: async ({ params }, c) => c.json(await service.reveal(params.id)),
    }),
    operation({
      ...change,
      path: '/v1/searches/{id}/steer',
      summary: 'Focus, avoid, re-root, judge again, insert a step',
      refusals: [...change.refusals, 'trace-hidden'],
      description: 'All of the actions are applied, or none. The answer comes when they are in the log.',
      body: steerRequestSchema,
      responses: { 200: jsonDoc('Where they are in the log.', steeredSchema) },
      handle: async ({ params, body: { by = 'user', actions } }, c) =>
        c.json(await service.steer(params.id, by, actions)),
    }),
  ]
}
