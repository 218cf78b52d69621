import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { problem } from '../problem.ts'

/** Lets pass who sends the key as `Authorization: Bearer <key>`. Compared by hash, in constant time. */
export function bearerGuard(key: string): MiddlewareHandler {
  const expected = sha256(key)
  return async (c, next) => {
    const [scheme, given, ...rest] = (c.req.header('authorization') ?? '').split(' ')
    const fits =
      scheme?.toLowerCase() === 'bearer' &&
      given !== undefined &&
      rest.length === 0 &&
      timingSafeEqual(sha256(given), expected)
    if (!fits) {
      c.header('www-authenticate', 'Bearer')
      return problem(c, 'unauthorized')
    }
    return next()
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
