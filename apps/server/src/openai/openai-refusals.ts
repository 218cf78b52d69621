import type { MiddlewareHandler } from 'hono'
import { PROBLEM_MEDIA_TYPE, type ProblemDetails } from '@espalier/protocol'
import { envelope, type OpenAiRefusal } from './openai-error.ts'

/** Puts into OpenAI's envelope whatever is refused by the guards before these routes, and what they refuse in our own words. */
export function openAiRefusals(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (c.res.headers.get('content-type') !== PROBLEM_MEDIA_TYPE) return
    const { status, title, detail, code, errors } = (await c.res.json()) as ProblemDetails
    const [first] = errors ?? []
    c.res = answerOf({
      // The official clients repeat a request after a conflict, which would end in the same way.
      status: (status === 409 ? 422 : status) as OpenAiRefusal['status'],
      message: detail ?? title,
      param: first === undefined ? null : first.pointer.replace(/^\//, '').replaceAll('/', '.'),
      code: code.replaceAll('-', '_'),
    })
  }
}

export function answerOf(refusal: OpenAiRefusal): Response {
  const headers = { 'cache-control': 'no-store', ...refusal.headers }
  return Response.json(envelope(refusal), { status: refusal.status, headers })
}
