import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { ARTEFACTS, describeInChromium, keepPicture } from './chromium-suite.ts'
import { largeLog } from './large-log.ts'
import { killServers, startServer } from './start-server.ts'

const NODES = 100_000
const STEPS = 120

/** Times of what the page does in animation frames, which is where canvases are drawn; put in before the page's own scripts. */
function watchFrames(): void {
  const request = globalThis.requestAnimationFrame.bind(globalThis)
  const frames: number[] = []
  Object.assign(globalThis, { frames })
  globalThis.requestAnimationFrame = (callback) =>
    request((time) => {
      const before = performance.now()
      callback(time)
      frames.push(performance.now() - before)
    })
}

interface Frames {
  readonly count: number
  readonly median: number
  readonly p95: number
  readonly max: number
}

/** Runs a script over the canvas, a turn of the wheel or a drag at a time, and gives the times of the frames that it cost, in ms. */
async function framesOf(page: Page, move: (i: number) => Promise<void>): Promise<Frames> {
  await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.splice(0))
  for (let i = 0; i < STEPS; i++) {
    await move(i)
    await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())))
  }
  const times = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.splice(0))
  // The script's own waiting is among them, and costs nothing.
  const drawn = times.filter((ms) => ms > 0.05).sort((a, b) => a - b)
  const at = (share: number): number => Number((drawn[Math.floor((drawn.length - 1) * share)] ?? 0).toFixed(2))
  return { count: drawn.length, median: at(0.5), p95: at(0.95), max: at(1) }
}

/** What the page says of the proof of a file, one after the other; put in before the page's own scripts. */
function watchProof(): void {
  const said: string[] = []
  Object.assign(globalThis, { said })
  new MutationObserver(() => {
    const text = document.querySelector('.toolbar .badge[role=status]')?.textContent ?? ''
    if (text !== '' && text !== said.at(-1)) said.push(text)
  }).observe(document, { subtree: true, childList: true, characterData: true })
}

const proofOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as { said: readonly string[] }).said)

/** Resolves when the canvas shows so many nodes. */
function waitForNodes(page: Page, nodes: number): Promise<unknown> {
  return page.waitForFunction(
    (wanted) =>
      Number((document.querySelector('#canvas-summary')?.textContent ?? '').split(' ')[0]?.replaceAll(',', '')) >=
      wanted,
    nodes,
    { timeout: 240_000 },
  )
}

describeInChromium('a tree of 100,000 nodes', ({ url, folder, open }) => {
  afterEach(killServers)

  it('is seen whole before its log has come from the server', { timeout: 480_000 }, async () => {
    const data = await mkdtemp(join(tmpdir(), 'espalier-data-'))
    const server = await startServer(folder(), data)
    const imported = await fetch(`${server.url}/v1/imports`, {
      method: 'POST',
      headers: { 'content-type': 'application/jsonl' },
      body: largeLog(NODES),
    })
    const { id, events } = (await imported.json()) as { id: string; events: number }
    const page = await open()
    // The page's own files are in the browser's cache, as they are for everybody who comes from the list of searches.
    await page.goto(server.url)
    await page.getByRole('link', { name: /from a file/ }).waitFor()
    let release = (): void => {}
    const seen = new Promise<void>((resolve) => (release = resolve))
    await page.route(`**/v1/searches/${id}/events*`, async (route) => {
      await seen
      await route.continue()
    })
    const before = performance.now()
    await page.goto(`${server.url}/s/${id}`)
    await waitForNodes(page, NODES)
    const visible = performance.now() - before
    const place = page.locator('.replay-place')
    await place.filter({ hasText: 'loading the log, 0 %' }).waitFor()
    const released = performance.now()
    release()
    await place.filter({ hasText: `/ ${(events - 1).toLocaleString('en')}` }).waitFor({ timeout: 240_000 })
    const log = performance.now() - released
    console.log(
      `100,000 nodes from a server: on the screen after ${visible.toFixed(0)} ms, its ${events} events ${log.toFixed(0)} ms after they began`,
    )
    await page.keyboard.press(',')
    await place.filter({ hasText: (events - 2).toLocaleString('en') }).waitFor()
    await server.kill('SIGTERM')
    await rm(data, { recursive: true, force: true })
  })

  it(
    'is shown while its file is checked, and taken back when the file is not sound',
    { timeout: 480_000 },
    async () => {
      const file = join(tmpdir(), `espalier-${process.pid}-unsound.search.jsonl`)
      // A clock reading of an event in the middle, which nothing but the checksum knows of.
      writeFileSync(file, largeLog(NODES).replace('{"at":100000,', '{"at":100000.5,'))
      const page = await open()
      await page.addInitScript(watchProof)
      await page.goto(`${url()}/page`)
      await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
      await page.getByLabel('Open a search from a file').setInputFiles(file)
      await page.getByRole('heading', { name: 'The file is not as its run wrote it' }).waitFor({ timeout: 240_000 })
      await page.getByRole('alert').filter({ hasText: 'their checksum differs' }).waitFor()
      expect(await proofOf(page)).toEqual(['checking the file…'])
      await keepPicture(page, 'error-unsound-dark-1440')
      await page.getByRole('button', { name: 'Go to the searches' }).click()
      await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
    },
  )

  it('is opened, drawn, zoomed, moved and read; what frames cost is reported', { timeout: 480_000 }, async () => {
    const file = join(tmpdir(), `espalier-${process.pid}-large.search.jsonl`)
    writeFileSync(file, largeLog(NODES))
    const page = await open()
    await page.addInitScript(watchFrames)
    await page.addInitScript(watchProof)
    await page.goto(`${url()}/page`)
    await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
    const before = performance.now()
    await page.getByLabel('Open a search from a file').setInputFiles(file)
    await page.locator('.toolbar.finished').waitFor({ timeout: 240_000 })
    const visible = performance.now() - before
    await waitForNodes(page, NODES)
    const whole = performance.now() - before
    await page.getByText('file proven').waitFor({ timeout: 240_000 })
    const proven = performance.now() - before
    expect(await proofOf(page)).toEqual(['checking the file…', 'file proven'])
    await keepPicture(page, 'tree-100k-icicle-dark-1440')

    const icicle = page.getByRole('img', { name: 'The tree as an icicle' })
    const box = (await icicle.boundingBox())!
    const wheel = async (i: number): Promise<void> => {
      await page.mouse.move(box.x + box.width * (0.3 + 0.4 * Math.sin(i / 9) ** 2), box.y + 300)
      await page.mouse.wheel(i % 3 === 0 ? 40 : 0, i % 60 < 30 ? -60 : 60)
    }
    const report: Record<string, Frames> = { 'icicle, zoom and pan': await framesOf(page, wheel) }
    await page.keyboard.press('0')
    await page.keyboard.press('End')
    await page.keyboard.press('f')
    await keepPicture(page, 'tree-100k-zoomed-dark-1440')

    await page.keyboard.press('2')
    await page.getByRole('img', { name: 'The tree as nodes and links' }).waitFor()
    await page.keyboard.press('0')
    await keepPicture(page, 'tree-100k-links-dark-1440')
    report['links, zoom and pan'] = await framesOf(page, wheel)
    await keepPicture(page, 'tree-100k-links-zoomed-dark-1440')

    await page.keyboard.press('3')
    const grid = page.getByRole('treegrid')
    await grid.waitFor()
    await page.getByRole('row', { selected: true }).focus()
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('*')
    const rows = Number(await grid.getAttribute('aria-rowcount'))
    expect(rows).toBeGreaterThan(20)
    expect(await page.getByRole('row').count()).toBeLessThan(100)
    await page.getByLabel('Search in the tree').fill('depth>=3 n>2')
    await page.locator('#find-status').filter({ hasText: 'found' }).waitFor()

    writeFileSync(
      join(ARTEFACTS, 'frames-100k.json'),
      `${JSON.stringify({ visibleMs: visible, wholeMs: whole, provenMs: proven, ...report }, null, 2)}\n`,
    )
    console.log(
      `100,000 nodes from a file: on the screen after ${visible.toFixed(0)} ms, all of it after ${whole.toFixed(0)} ms, proven after ${proven.toFixed(0)} ms`,
    )
    for (const [name, { count, median, p95, max }] of Object.entries(report)) {
      console.log(
        `100,000 nodes, ${name}: ${count} frames, prepared in ${median} ms (median), ${p95} ms (95 %), ${max} ms (longest)`,
      )
    }
    for (const { count } of Object.values(report)) expect(count).toBeGreaterThan(STEPS / 4)
  })
})
