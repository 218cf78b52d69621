import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.safetensors': 'application/octet-stream',
}

/** What a server should send with the page: no script and no connection but its own. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface ServedPage {
  readonly url: string
  close(): Promise<void>
}

/** Serves a built page and nothing else: no searches are run here. Paths without a file get the page, as its addresses need. */
export async function servePage(folder: string): Promise<ServedPage> {
  const server = createServer((request, response) => {
    void (async () => {
      const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
      if (path.startsWith('/v1/')) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('no searches are run here')
        return
      }
      const file = await readFile(join(folder, path)).then(
        (bytes) => ({ bytes, type: TYPES[extname(path)] ?? 'application/octet-stream' }),
        async () => ({ bytes: await readFile(join(folder, 'index.html')), type: TYPES['.html']! }),
      )
      response.writeHead(200, { 'content-type': file.type, 'content-security-policy': CONTENT_SECURITY_POLICY })
      response.end(file.bytes)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
