import { existsSync } from 'node:fs'
import { join } from 'node:path'
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
  if (directory !== null && existsSync(directory)) {
    const index = join(directory, 'index.html')
    app.get(
      '*',
      serveStatic({
        root: directory,
        onFound: (path, c) => c.header('cache-control', isAsset(c) && path !== index ? FOR_GOOD : ASK_AGAIN),
      }),
      async (c, next) => {
        if (!wantsPage(c)) return next()
        return serveStatic<AppEnv>({
          root: directory,
          path: 'index.html',
          onFound: (_, found) => found.header('cache-control', ASK_AGAIN),
        })(c, next)
      },
    )
    return
  }
  app.get('/', async (c) => c.html(await missingPlaygroundPage()))
}

const isAsset = (c: Context): boolean => c.req.path.startsWith(ASSETS)

/** Whether somebody goes to an address of the page, rather than a program asking for a file or the interface. */
function wantsPage(c: Context): boolean {
  const { path } = c.req
  const isPage = !path.startsWith('/v1/') && !isAsset(c)
  return isPage && (c.req.header('accept') ?? '').includes('text/html')
}
