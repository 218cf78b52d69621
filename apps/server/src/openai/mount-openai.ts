import type { Context, Hono } from 'hono'
import type * as z from 'zod'
import type { ModelRequest, Provider } from '@espalier/token'
import type { HttpDeps } from '../http/http-deps.ts'
import type { AppEnv } from '../http/operation.ts'
import { problem } from '../http/problem.ts'
import { readJson } from '../http/read-body.ts'
import type { MakeIdFn } from '../world/ids.ts'
import type { Logger } from '../world/logger.ts'
import {
  chatBody,
  chatRequest,
  completionBody,
  completionRequest,
  ignoredFields,
  responsesBody,
  responsesRequest,
  wantsLogprobs,
  type SearchField,
} from './bodies.ts'
import { chatFormat } from './formats/chat-format.ts'
import { completionFormat } from './formats/completion-format.ts'
import type { ReplyFormat } from './formats/format.ts'
import { responsesFormat } from './formats/responses-format.ts'
import { OpenAiError, refusalOf } from './openai-error.ts'
import { answerOf } from './openai-refusals.ts'
import { beginCall } from './run-call.ts'
import { createSearchRuns } from './search-runs.ts'
import { streamReply } from './stream-reply.ts'
import { createTextModels, type TextModels } from './text-models.ts'

export interface OpenAiDeps extends HttpDeps {
  readonly logger: Logger
  readonly ids: MakeIdFn
  readonly providers: Readonly<Record<string, Provider>>
}

/** Where OpenAI's clients may be pointed: beside our own operations, and at an address of their own. */
const BASES = ['/v1', '/openai/v1']
const ENDPOINTS = ['chat/completions', 'completions', 'responses'] as const
export const OPENAI_PATHS = BASES.flatMap((base) => ENDPOINTS.map((endpoint) => `${base}/${endpoint}`))
const MODEL_PATHS = BASES.map((base) => `${base}/models/:id{.+}`)

/** What an endpoint makes of a body. */
interface Asked {
  readonly model: string
  readonly isStream: boolean
  readonly request: ModelRequest
  readonly search: SearchField
  readonly format: ReplyFormat
}

/** The OpenAI-compatible endpoints. Gives the models that they know. */
export function mountOpenAi(app: Hono<AppEnv>, deps: OpenAiDeps): TextModels {
  const { service, catalog, limits, clock, logger, ids } = deps
  const models = createTextModels(catalog, deps.providers)
  const runs = createSearchRuns(service, catalog, limits, clock)

  async function answer<Body extends { readonly model: string }>(
    c: Context<AppEnv>,
    schema: z.ZodType<Body> & z.ZodObject,
    read: (body: Body) => Omit<Asked, 'model'>,
  ): Promise<Response> {
    const given = (await readJson(c, limits)) as Readonly<Record<string, unknown>>
    const parsed = schema.safeParse(given)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const param = (issue?.path ?? []).map(String).join('.')
      throw new OpenAiError(400, `${param === '' ? 'body' : param}: ${issue?.message}`, param === '' ? null : param)
    }
    const body = parsed.data
    const { format, isStream, request, search } = read(body)
    const signal = c.req.raw.signal
    const details = {
      request,
      search,
      body: given,
      idempotencyKey: keyOf(c),
      isRetry: Number(c.req.header('x-stainless-retry-count') ?? 0) > 0,
    }
    const model = models.named(body.model)
    const call = await beginCall(model, details, { runs, service, clock })
    const head = {
      id: format.prefix + ids().replace(/^srch_/, ''),
      created: Math.floor(clock.wall() / 1000),
      model: body.model,
    }
    const ignored = ignoredFields(given, schema, model.type !== 'provider')
    const headers = { ...call.headers, ...(ignored.length === 0 ? {} : { 'x-ignored-params': namesOf(ignored) }) }
    if (!isStream) return Response.json(format.whole(head, await call.run(null, signal)), { headers })
    return streamReply({
      format: format.stream(head),
      clock,
      signal,
      headers,
      run: (sink, called) => call.run(sink, called),
      onFault: (error) => logger.error('a stream failed', { request: c.get('requestId'), error }),
    })
  }

  /** Refusals of models and of these endpoints; everything else is answered as everywhere. */
  const refusing =
    (work: (c: Context<AppEnv>) => Promise<Response>) =>
    async (c: Context<AppEnv>): Promise<Response> => {
      try {
        return await work(c)
      } catch (error) {
        const refusal = refusalOf(error)
        if (refusal === null) throw error
        return answerOf(refusal)
      }
    }

  const handlers: Readonly<Record<(typeof ENDPOINTS)[number], (c: Context<AppEnv>) => Promise<Response>>> = {
    'chat/completions': (c) =>
      answer(c, chatBody, (body) => ({
        isStream: body.stream === true,
        request: chatRequest(body),
        search: body.search,
        format: chatFormat({ logprobs: body.logprobs === true, usage: body.stream_options?.include_usage === true }),
      })),
    completions: (c) =>
      answer(c, completionBody, (body) => ({
        isStream: body.stream === true,
        request: completionRequest(body),
        search: body.search,
        format: completionFormat({
          logprobs: body.logprobs !== undefined,
          usage: body.stream_options?.include_usage === true,
        }),
      })),
    responses: (c) =>
      answer(c, responsesBody, (body) => ({
        isStream: body.stream === true,
        request: responsesRequest(body),
        search: body.search,
        format: responsesFormat({ logprobs: wantsLogprobs(body) }),
      })),
  }
  for (const base of BASES) {
    for (const endpoint of ENDPOINTS) {
      app.post(`${base}/${endpoint}`, refusing(handlers[endpoint]))
      app.all(`${base}/${endpoint}`, (c) => problem(c, 'method-not-allowed', 'expected POST', [], { allow: 'POST' }))
    }
  }
  app.get('/openai/v1/models', (c) => c.json({ object: 'list', data: models.list }))
  for (const path of MODEL_PATHS) {
    app.get(
      path,
      refusing((c) => {
        const id = decodeURIComponent(c.req.param('id') ?? '')
        models.named(id)
        return Promise.resolve(c.json(models.list.find((model) => model.id === id)))
      }),
    )
  }
  return models
}

function keyOf(c: Context<AppEnv>): string | null {
  const key = c.req.header('idempotency-key')
  if (key !== undefined && (key.length === 0 || key.length > 190))
    throw new OpenAiError(400, 'Idempotency-Key: expected 1 to 190 characters')
  return key ?? null
}

/** Names that a client chose, as a header can carry them. */
const namesOf = (names: readonly string[]): string =>
  names
    .map((name) => name.replaceAll(/[^\w.-]/g, '_'))
    .join(', ')
    .slice(0, 300)
