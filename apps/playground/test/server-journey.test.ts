import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { describeInChromium, keepPicture } from './chromium-suite.ts'
import { ENDLESS, SMALL, composeSearch, waitForEnd } from './compose-search.ts'
import { killServers, startServer } from './start-server.ts'

describeInChromium('the page with a server', ({ folder, open }) => {
  afterEach(killServers)

  it('composes, watches and exports a search that runs on the server', async () => {
    const data = await mkdtemp(join(tmpdir(), 'espalier-data-'))
    const server = await startServer(folder(), data)
    const page = await open()
    await page.goto(server.url)
    await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
    await page.getByText('It runs on the server').waitFor()
    await page.getByRole('link', { name: 'New search' }).click()
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    const summary = await page.locator('#canvas-summary').textContent()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    expect(await download.failure()).toBeNull()
    // A link brings the search and the view back.
    await page.locator('.candidate-step button').first().click()
    await page.locator('.step-badges').filter({ hasText: 'step 1' }).waitFor()
    await page.reload()
    await page.locator('.step-badges').filter({ hasText: 'step 1' }).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForFunction((text) => document.querySelector('#canvas-summary')?.textContent === text, summary)
    await server.kill('SIGTERM')
    await rm(data, { recursive: true, force: true })
  })

  it('stays readable while the server is gone, and goes on when it is back', async () => {
    const data = await mkdtemp(join(tmpdir(), 'espalier-data-'))
    const server = await startServer(folder(), data)
    const page = await open()
    await page.goto(`${server.url}/new`)
    await composeSearch(page, ENDLESS)
    await page.locator('.candidate-step').first().waitFor()
    await server.kill('SIGKILL')
    await page.getByText('The server does not answer').waitFor()
    await keepPicture(page, 'disconnected-dark-1440')
    expect(await page.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true)
    await page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(page, 'disconnected-light-1440')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.keyboard.press(',')
    const place = page.getByLabel('Place in the log')
    const last = Number(await place.getAttribute('max'))
    expect(Number(await place.inputValue())).toBeLessThan(last)
    await page.getByRole('button', { name: 'Live' }).click()

    const back = await startServer(folder(), data, Number(new URL(server.url).port))
    expect(back.url).toBe(server.url)
    await page.getByText('The server does not answer').waitFor({ state: 'detached' })
    await page.waitForFunction(
      (before) => Number(document.querySelector<HTMLInputElement>('.track input')?.max) > before,
      last,
    )
    await page.getByRole('button', { name: 'Cancel the search' }).click()
    await waitForEnd(page)
    await back.kill('SIGTERM')
    await rm(data, { recursive: true, force: true })
  })

  it('holds a search back while its cancel can be undone, and ends it when the page is left', async () => {
    const data = await mkdtemp(join(tmpdir(), 'espalier-data-'))
    const server = await startServer(folder(), data)
    const page = await open()
    await page.goto(`${server.url}/new`)
    await composeSearch(page, ENDLESS)
    await page.locator('.candidate-step').first().waitFor()
    const id = new URL(page.url()).pathname.slice('/s/'.length)
    const info = async () =>
      (await (await fetch(`${server.url}/v1/searches/${id}`)).json()) as { status: string; reason: string | null }
    await page.getByRole('button', { name: 'Cancel the search' }).click()
    await expect.poll(async () => (await info()).status, { timeout: 30_000 }).toBe('paused')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.locator('.toolbar .status.running').waitFor()
    expect((await info()).status).toMatch(/queued|running/)

    await page.getByRole('button', { name: 'Cancel the search' }).click()
    await page.locator('.toolbar .status.cancelling').waitFor()
    await page.reload()
    await waitForEnd(page)
    await page.getByText('Cancelled').waitFor()
    expect(await info()).toMatchObject({ status: 'finished', reason: 'aborted' })
    await server.kill('SIGTERM')
    await rm(data, { recursive: true, force: true })
  })

  it('says why a search failed, and keeps what it found', async () => {
    const data = await mkdtemp(join(tmpdir(), 'espalier-data-'))
    const server = await startServer(folder(), data)
    const page = await open()
    await page.goto(`${server.url}/new`)
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    const { pathname } = new URL(page.url())
    // Nothing makes a server's search fail on demand, so its answer is changed on the way.
    await page.route(`**/v1/searches/${pathname.slice('/s/'.length)}`, async (route) => {
      const info = (await (await route.fetch()).json()) as object
      const failure = { code: 'internal', message: 'the log could not be written: no space left on the device' }
      await route.fulfill({ json: { ...info, status: 'failed', reason: null, failure } })
    })
    await page.reload()
    await page.getByRole('alert').filter({ hasText: 'no space left on the device' }).waitFor()
    await page.locator('.candidate-step').first().waitFor()
    await keepPicture(page, 'failed-dark-1440')
    await page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(page, 'failed-light-1440')
    await server.kill('SIGTERM')
    await rm(data, { recursive: true, force: true })
  })

  it('offers searches in the page when the server has gone', async () => {
    const data = await mkdtemp(join(tmpdir(), 'espalier-data-'))
    const server = await startServer(folder(), data)
    const page = await open()
    const loaded = page.waitForEvent('worker')
    await page.goto(server.url)
    await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
    const worker = await loaded
    await worker.evaluate(() => true)
    // The screens that a search takes are fetched once the page has nothing better to do.
    await page.waitForFunction(() => {
      const names = performance.getEntriesByType('resource').map(({ name }) => name)
      return ['workspace', 'icicle-view', 'links-view', 'outline'].every((part) =>
        names.some((name) => name.includes(`/${part}-`) && name.endsWith('.js')),
      )
    })
    await server.kill('SIGKILL')
    await page.getByRole('alert').filter({ hasText: 'The server does not answer' }).waitFor()
    await keepPicture(page, 'searches-disconnected-dark-1440')
    await page.getByRole('button', { name: 'Search in this page' }).click()
    await page.getByRole('button', { name: /1 3 4 6/ }).click()
    await waitForEnd(page)
    await rm(data, { recursive: true, force: true })
  })
  it('says so where a screen cannot be fetched any more, and shows the others', async () => {
    const data = await mkdtemp(join(tmpdir(), 'espalier-data-'))
    const server = await startServer(folder(), data)
    const page = await open()
    await page.route(/\/workspace-[^/]*\.js$/, (route) => route.abort())
    await page.goto(`${server.url}/page`)
    await page.getByRole('button', { name: /1 3 4 6/ }).click()
    await page.getByRole('alert').filter({ hasText: 'This part of the page could not be shown' }).waitFor()
    await keepPicture(page, 'part-missing-dark-1440')
    await page.getByRole('link', { name: 'Espalier' }).click()
    await page.getByRole('heading', { name: 'Searches' }).waitFor()
    await server.kill('SIGTERM')
    await rm(data, { recursive: true, force: true })
  })
})
