import { html } from 'hono/html'
import { pageOf } from '../http/page.ts'

/** What stands where the playground would, as long as nobody built it. */
export async function missingPlaygroundPage(): Promise<string> {
  const body = html`<h1>The playground is not built yet</h1>
    <p>The server runs and takes searches; only its page is missing. In the folder of the project:</p>
    <pre>npm run build -- --filter=@espalier/playground</pre>
    <p>
      Then start the server again. Until then everything works over HTTP: see <a href="/docs">what there is</a>, or
      follow a search with nothing but curl:
    </p>
    <pre>
curl -sd '{"task":"countdown","problem":{"numbers":[4,9,10,13]}}' -H 'content-type: application/json' localhost:4100/v1/searches</pre>`
  return pageOf('Espalier', (await body).toString())
}
