import { existsSync } from 'node:fs'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Context, Hono } from 'hono'
import type { AppEnv } from '../http/operation.ts'
import { missingPlaygroundPage } from './missing-playground-page.ts'

/** Names of built assets hold a hash of what is in them. */
const ASSETS = '/assets/'
const FOR_GOOD = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

/**
 * The playground's page at every path that nothing else serves, from a folder that was built. Without one, a page that says how to
 * build it.
 */
export function servePlayground(app: Hono<AppEnv>, directory: string | null): void {
  if (directory === null || !existsSync(directory)) {
    app.get('/', async (c) => c.html(await missingPlaygroundPage()))
    return
  }
  const files = serveStatic<AppEnv>({ root: directory })
  const page = serveStatic<AppEnv>({ root: directory, path: 'index.html' })
  app.get('*', async (c, next) => {
    const file = await files(c, async () => {})
    if (file instanceof Response) return cached(file, isAsset(c) ? FOR_GOOD : ASK_AGAIN)
    const index = wantsPage(c) ? await page(c, async () => {}) : undefined
    return index instanceof Response ? cached(index, ASK_AGAIN) : next()
  })
}

function cached(response: Response, cacheControl: string): Response {
  response.headers.set('cache-control', cacheControl)
  return response
}

const isAsset = (c: Context): boolean => c.req.path.startsWith(ASSETS)

/** Whether somebody goes to an address of the page, rather than a program asking for a file or the interface. */
function wantsPage(c: Context): boolean {
  const { path } = c.req
  const isPage = !path.startsWith('/v1/') && !isAsset(c)
  return isPage && (c.req.header('accept') ?? '').includes('text/html')
}
