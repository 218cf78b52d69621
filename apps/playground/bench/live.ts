/**
 * What a search that runs costs the page, watched for a minute each: a search of a server that grows by 2,000 nodes a second, and one
 * in the page's own worker, as fast as it goes.
 *
 *   npm run bench -w @espalier/playground [-- --seconds 60 --rate 2000]
 *
 * Prints nodes and events a second as the page took them in, the long tasks of its main thread.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { buildPage } from '../test/built-page.ts'
import { DESKTOP, findChromium, openBrowser } from '../test/chromium.ts'
import { ENDLESS, composeSearch } from '../test/compose-search.ts'
import { servePage } from '../test/serve-page.ts'

const PACED = fileURLToPath(new URL('../../server/bench/paced-server.ts', import.meta.url))

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, rate: { type: 'string', default: '2000' } },
})
const seconds = Number(values.seconds)

/** Runs in the page, before its own scripts. */
function watchLongTasks(): void {
  const long: number[] = []
  Object.assign(globalThis, { long })
  new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  })
}

const path = findChromium()
if (path === null) {
  console.log('Skipped: there is no Chromium here. Install one, or name it in CHROMIUM_PATH.')
  process.exit(0)
}
const built = await buildPage()
const served = await servePage(built.folder)
const server = spawn(
  process.execPath,
  ['--import', 'tsx', '--conditions=@espalier/source', PACED, '--rate', values.rate, '--playground', built.folder],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
const browser = await openBrowser(path)
try {
  const address = await new Promise<string>((resolve) =>
    server.stdout.once('data', (line) => resolve(String(line).trim())),
  )
  await measure(browser, `a server at ${values.rate} nodes/s`, `${address}/new`)
  await measure(browser, 'the page, as fast as it goes', `${served.url}/page/new`)
} finally {
  server.kill()
  await browser.close()
  await served.close()
  await built.remove()
}

/** Composes an endless search at an address, lets it run, and prints what it cost. */
async function measure(chromium: Browser, name: string, url: string): Promise<void> {
  const page = await (await chromium.newContext(DESKTOP)).newPage()
  await page.addInitScript(watchLongTasks)
  await page.goto(url)
  await composeSearch(page, ENDLESS)
  await page.locator('.candidate-step').first().waitFor()
  const first = await read(page)
  await page.waitForTimeout(seconds * 1000)
  const last = await read(page)
  await page.close()
  const spent = (last.at - first.at) / 1000
  const long = last.long.slice(first.long.length).sort((a, b) => b - a)
  const rate = (what: 'nodes' | 'events'): string => ((last[what] - first[what]) / spent).toFixed(0)
  console.log(
    `${name}, ${spent.toFixed(0)} s, to ${last.nodes} nodes: ${rate('nodes')} nodes/s and ${rate('events')} events/s taken in; ` +
      `tasks over 50 ms: ${long.length}${long.length === 0 ? '' : `, the longest of ${long[0]?.toFixed(0)} ms`}`,
  )
}

/** Where the page is: long tasks so far in ms, nodes drawn, events taken in. */
async function read(page: Page): Promise<{ at: number; long: number[]; nodes: number; events: number }> {
  const { at, long, nodes, events } = await page.evaluate(() => ({
    at: performance.now(),
    long: (globalThis as unknown as { long: number[] }).long,
    nodes: document.querySelector('#canvas-summary')?.textContent ?? '',
    events: document.querySelector('.replay-place')?.textContent ?? '',
  }))
  return { at, long, nodes: leadingNumber(nodes), events: leadingNumber(events) }
}

function leadingNumber(text: string): number {
  return Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', ''))
}
