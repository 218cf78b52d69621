import type { MiddlewareHandler } from 'hono'
import { problem } from '../problem.ts'

/** Turns away URLs of more than so many characters before anything reads them. */
export function uriGuard(maxChars: number): MiddlewareHandler {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url)
    if (pathname.length + search.length > maxChars) return problem(c, 'uri-too-long', `at most ${maxChars} characters`)
    return next()
  }
}
