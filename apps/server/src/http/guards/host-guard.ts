import type { MiddlewareHandler } from 'hono'
import { problem } from '../problem.ts'

export interface HostRules {
  /** Names under which the server may be addressed, without ports, in lower case. `*`: any. */
  readonly hosts: readonly string[]
  /** Origins of other pages that may call it, such as `http://localhost:5173`. */
  readonly origins: readonly string[]
}

export const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/**
 * Turns away what a hostile web page can make a browser send to a server on this machine: requests under a foreign name (DNS
 * rebinding) and from a foreign origin (CSRF). Programs send no Origin and pass.
 */
export function hostGuard({ hosts, origins }: HostRules): MiddlewareHandler {
  return async (c, next) => {
    const url = new URL(c.req.url)
    const host = (c.req.header('host') ?? url.host).toLowerCase()
    const name = host.replace(/:\d{1,5}$/, '')
    if (!hosts.includes('*') && !hosts.includes(name)) return problem(c, 'forbidden-host')
    const origin = c.req.header('origin')
    const own = origin === `${url.protocol}//${host}`
    if (origin !== undefined && !own && !origins.includes(origin)) return problem(c, 'forbidden-origin')
    const site = c.req.header('sec-fetch-site')
    const isForeign = site === 'cross-site' || site === 'same-site'
    if (origin === undefined && isForeign && c.req.method !== 'GET' && c.req.method !== 'HEAD')
      return problem(c, 'forbidden-origin')
    return next()
  }
}
