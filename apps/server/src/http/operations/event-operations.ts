import * as z from 'zod'
import { EVENT_STREAM_TYPE, SSE_HEARTBEAT, SSE_OPENING, SSE_SHUTDOWN } from '@espalier/protocol'
import { encodeText, encodeEnvelopes } from '../encode.ts'
import { eventStream } from '../event-stream.ts'
import type { HttpDeps } from '../http-deps.ts'
import { operation, type AnyOperation } from '../operation.ts'
import { idParams, MAX_COUNT, wholeNumber } from '../parameters.ts'
import { HttpError } from '../problem.ts'

const HEARTBEAT_MS = 10_000
const STALL_MS = 60_000

const OPENING = encodeText(SSE_OPENING)
const HEARTBEAT = encodeText(SSE_HEARTBEAT)
const FAREWELL = encodeText(SSE_SHUTDOWN)

/** How many event streams are open. */
export interface Readers {
  count: number
}

/** The events of a search, live. */
export function eventOperations(deps: HttpDeps, readers: Readers): readonly AnyOperation[] {
  const { service, clock, limits } = deps
  return [
    operation({
      method: 'get',
      path: '/v1/searches/{id}/events',
      tag: 'Events',
      summary: 'The events of a search, as they happen',
      description:
        'Server-sent events. Many events come in one message; its `id` is the sequence number of the last of them, and comes back ' +
        'as `Last-Event-ID` (or `?after=`) to go on behind it. Heartbeats are comments. The stream ends after `search-end`; asked ' +
        'for more after that, the answer is 204.',
      params: idParams,
      headers: z.object({
        'last-event-id': z
          .union([wholeNumber(0, MAX_COUNT), z.literal('')])
          .optional()
          .describe('Id of the last message that was received.'),
      }),
      query: z.object({
        after: wholeNumber(0, MAX_COUNT)
          .optional()
          .describe('Sequence number of the last event that was received; `Last-Event-ID` goes before it.'),
      }),
      responses: {
        200: { description: 'The stream.', type: EVENT_STREAM_TYPE },
        204: { description: 'There are no more events, and none will come.' },
      },
      refusals: ['overloaded', 'trace-hidden'],
      handle: async ({ params: { id }, headers, query }, c) => {
        const last = headers['last-event-id']
        const after = typeof last === 'number' ? last : query.after
        const from = after === undefined ? 0 : after + 1
        const { feed, read } = await service.events(id)
        if (from > feed.head) {
          const detail = `got ${from - 1}, the search has ${feed.head} events`
          throw new HttpError('invalid-request', `after: ${detail}`, [{ pointer: 'after', message: detail }])
        }
        if (from === feed.head && feed.closed && !feed.interrupted) return c.body(null, 204)
        if (readers.count >= limits.eventReaders) {
          throw new HttpError('overloaded', `${readers.count} event streams are open, the most that this server serves`)
        }
        const head = { 'content-type': EVENT_STREAM_TYPE, 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
        if (c.req.method === 'HEAD') return c.body(null, 200, head)
        readers.count++
        const stream = eventStream({
          feed,
          from,
          clock,
          encode: encodeEnvelopes,
          read,
          opening: OPENING,
          heartbeat: HEARTBEAT,
          farewell: FAREWELL,
          heartbeatMs: HEARTBEAT_MS,
          stallMs: STALL_MS,
          onEnd: () => void readers.count--,
        })
        return c.body(stream, 200, head)
      },
    }),
  ]
}
