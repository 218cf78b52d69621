import type { Context } from 'hono'
import { HttpError } from './problem.ts'

/**
 * The bytes of a request's body, at most `maxBytes`: what is longer is refused by its declared length or at the byte where it
 * becomes too long, never kept whole.
 */
export async function readBody(c: Context, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(c.req.header('content-length') ?? 0)
  const tooLong = new HttpError('too-large', `the body may have at most ${maxBytes} bytes`)
  if (declared > maxBytes) throw tooLong
  const reader = c.req.raw.body?.getReader()
  if (reader === undefined) return new Uint8Array()
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(parts)
    size += value.length
    if (size > maxBytes) {
      await reader.cancel()
      throw tooLong
    }
    parts.push(value)
  }
}

/** Throws `unsupported-media-type` unless the body says that it is of this type. */
export function checkType(c: Context, expected: string): void {
  const type = (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== expected) throw new HttpError('unsupported-media-type', `expected Content-Type: ${expected}`)
}

/** A JSON body as a value. Throws an HttpError for another media type, bytes that are no UTF-8, no JSON, or JSON nested too deep. */
export async function readJson(
  c: Context,
  limits: { readonly bodyBytes: number; readonly jsonDepth: number },
): Promise<unknown> {
  checkType(c, 'application/json')
  const text = decodeText(await readBody(c, limits.bodyBytes))
  checkDepth(text, limits.jsonDepth)
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new HttpError('invalid-request', 'the body is not JSON')
  }
}

export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HttpError('invalid-request', 'the body is not UTF-8')
  }
}

/** Counts brackets outside of strings, so that nothing nested too deep reaches a parser or a validator. */
export function checkDepth(text: string, maxDepth: number): void {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (quoted) {
      if (char === 0x5c) i++
      else if (char === 0x22) quoted = false
    } else if (char === 0x22) quoted = true
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > maxDepth)
        throw new HttpError('invalid-request', `the body is nested deeper than ${maxDepth} levels`)
    } else if (char === 0x7d || char === 0x5d) depth--
  }
}
