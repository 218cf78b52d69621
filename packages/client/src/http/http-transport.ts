import type {
  AlgorithmInfo,
  Candidate,
  ModelInfo,
  NodeDetail,
  NodeEvidence,
  NodePage,
  SearchInfo,
  SearchAccount,
  SearchPage,
  Steered,
  TaskInfo,
  ThoughtDetail,
  ThoughtPoints,
  Validation,
} from '@espalier/protocol'
import { ClientError } from '../transport/client-error.ts'
import type { SearchTransport } from '../transport/search-transport.ts'
import type { DelayFn } from '../transport/world.ts'
import { resumableEvents } from './event-stream.ts'
import type { FetchFn } from './fetch.ts'
import { createRequester } from './request.ts'

export interface HttpTransportOptions {
  /** Where the server is, without `/v1`: `http://127.0.0.1:8080`, or the empty string for the page's own. */
  readonly baseUrl: string
  /** The platform's `fetch`. */
  readonly fetch: FetchFn
  /** Sent as `Authorization: Bearer`. Default: none. */
  readonly apiKey?: string
  readonly delay: DelayFn
  /** Chance in [0, 1), for the time before another try. */
  readonly random: () => number
}

/** Searches on a server. What may be sent again is tried up to three times; streams of events are taken up again for as long as it takes. */
export function httpTransport(options: HttpTransportOptions): SearchTransport {
  const { delay, random } = options
  const { json, bytes, open } = createRequester(options)
  const search = (id: string, rest = ''): string => `/v1/searches/${encodeURIComponent(id)}${rest}`
  const byOf = (by: string | undefined): string => (by === undefined ? '' : `?by=${encodeURIComponent(by)}`)

  return {
    catalog: async () => {
      const [{ algorithms }, { models }, { tasks }] = await Promise.all([
        json<{ readonly algorithms: readonly AlgorithmInfo[] }>('GET', '/v1/algorithms'),
        json<{ readonly models: readonly ModelInfo[] }>('GET', '/v1/models'),
        json<{ readonly tasks: readonly TaskInfo[] }>('GET', '/v1/tasks'),
      ])
      return { algorithms, models, tasks }
    },
    validate: (request) => json<Validation>('POST', '/v1/searches/validate', { body: request, repeatable: true }),
    create: (request, { idempotencyKey, waitSeconds } = {}) =>
      json<SearchInfo>('POST', '/v1/searches', {
        body: request,
        repeatable: idempotencyKey !== undefined,
        headers: {
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
          ...(waitSeconds === undefined || waitSeconds === 0 ? {} : { prefer: `wait=${Math.ceil(waitSeconds)}` }),
        },
      }),
    fork: (id, request = {}, { idempotencyKey } = {}) =>
      json<SearchInfo>('POST', search(id, '/fork'), {
        body: request,
        repeatable: idempotencyKey !== undefined,
        headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
      }),
    list: ({ cursor, limit } = {}) => {
      const query = [
        ...(cursor === undefined ? [] : [`cursor=${encodeURIComponent(cursor)}`]),
        ...(limit === undefined ? [] : [`limit=${limit}`]),
      ]
      return json<SearchPage>('GET', `/v1/searches${query.length === 0 ? '' : `?${query.join('&')}`}`)
    },
    get: (id) => json<SearchInfo>('GET', search(id)),
    pause: (id, by) => json<SearchInfo>('POST', search(id, `/pause${byOf(by)}`), { repeatable: true }),
    resume: (id, by) => json<SearchInfo>('POST', search(id, `/resume${byOf(by)}`), { repeatable: true }),
    // A page that is closed may still have a search to end.
    cancel: (id, by) => json<SearchInfo>('DELETE', search(id, byOf(by)), { keepalive: true }),
    extend: (id, more) => json<SearchInfo>('POST', search(id, '/extend'), { body: more }),
    steer: (id, request) => json<Steered>('POST', search(id, '/steer'), { body: request }),
    events: (id, eventsOptions = {}) =>
      resumableEvents({
        ...eventsOptions,
        delay,
        random,
        open: async (after, signal) => {
          const path = search(id, `/events${after === null ? '' : `?after=${after}`}`)
          const response = await open('GET', path, { signal, headers: { accept: 'text/event-stream' } })
          if (response.status === 204) return null
          if (response.body === null) throw new ClientError('unreachable', `GET ${path}: an answer without a body`)
          return response.body.getReader()
        },
      }),
    node: (id, node) => json<NodeDetail>('GET', search(id, `/nodes/${node}`)),
    candidates: (id, node) => json<NodePage<Candidate>>('GET', search(id, `/nodes/${node}/candidates`)),
    path: (id, node) => json<NodePage>('GET', search(id, `/path/${node}`)),
    evidence: (id, node) => json<NodeEvidence>('GET', search(id, `/nodes/${node}/evidence`)),
    thought: (id, node) => json<ThoughtDetail>('GET', search(id, `/nodes/${node}/thought`)),
    thoughts: (id) => json<ThoughtPoints>('GET', search(id, '/thoughts')),
    snapshot: async (id) => {
      const { bytes: tree, response } = await bytes(search(id, '/tree'))
      return { events: Number(response.headers.get('x-seq') ?? 0), bytes: tree }
    },
    result: (id) => json<SearchAccount>('GET', search(id, '/result')),
    exportSearch: async (id) => (await bytes(search(id, '/export'))).bytes,
    importSearch: (file) =>
      json<SearchInfo>('POST', '/v1/imports', {
        bytes: file,
        headers: { 'content-type': 'application/jsonl' },
      }),
  }
}
