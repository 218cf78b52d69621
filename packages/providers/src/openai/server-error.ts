import * as z from 'zod'
import { ProviderError, type ProviderErrorCode } from '@espalier/token'
import type { HttpHead } from '../http/transport.ts'

const MAX_CHARS = 300

const said = z.object({ message: z.string().nullish(), param: z.string().nullish() })
/** OpenAI's form, and vLLM's older one, which has nothing around it. */
const envelope = z.union([
  z.object({ error: z.union([z.string(), said]) }),
  said.extend({ object: z.literal('error') }).transform(({ message, param }) => ({ error: { message, param } })),
])

/** Takes out what must not be seen: a server may repeat the key that it was sent. */
export type RedactFn = (text: string) => string

/** What a server says went wrong: its words, redacted and shortened; null if it is no error of OpenAI's form. */
export function saidBy(value: unknown, redact: RedactFn): { readonly message: string; readonly param?: string } | null {
  const parsed = envelope.safeParse(value)
  if (!parsed.success) return null
  const { error } = parsed.data
  if (typeof error === 'string') return { message: redact(error).slice(0, MAX_CHARS) }
  const { message, param } = error
  return {
    message: redact(message ?? 'an error without words').slice(0, MAX_CHARS),
    ...(typeof param === 'string' ? { param: redact(param).slice(0, 60) } : {}),
  }
}

/** The failure that a status stands for. */
export function statusError(reply: HttpHead, text: string, wall: number, redact: RedactFn): ProviderError {
  const { status } = reply
  const said = saidBy(maybeJson(text), redact)
  const retryAfterMs = retryAfterOf(reply, wall)
  return new ProviderError(codeOf(status), `HTTP ${status}${said === null ? '' : `: ${said.message}`}`, {
    status,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(said?.param === undefined ? {} : { param: said.param }),
  })
}

function codeOf(status: number): ProviderErrorCode {
  if (status >= 500) return 'server-error'
  if (status === 429) return 'rate-limited'
  if (status === 408) return 'timeout'
  if (status === 401 || status === 403) return 'unauthorized'
  return status < 400 ? 'redirected' : 'bad-request'
}

/** `retry-after-ms`, or `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), in milliseconds; null without either. */
function retryAfterOf(reply: HttpHead, wall: number): number | null {
  const ms = Number(reply.header('retry-after-ms') ?? Number.NaN)
  if (ms >= 0) return ms
  const given = reply.header('retry-after')
  if (given === null) return null
  const seconds = Number(given)
  if (seconds >= 0) return seconds * 1000
  const date = Date.parse(given)
  return Number.isNaN(date) ? null : Math.max(0, date - wall)
}

function maybeJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
