import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ENDLESS, SMALL, SOLVED, composeSearch, waitForEnd } from './compose-search.ts'
import { describeInChromium, keepPicture } from './chromium-suite.ts'

/** What a canvas shows, in words: nodes, trials, answer, best path, selection. */
/** Waits until the canvas shows the solution: the last events are drawn a moment after they came. */
const showsSolution = (page: Page): Promise<void> =>
  page.locator('#canvas-summary').filter({ hasText: '(left: 24)' }).waitFor({ state: 'attached' })
const summary = async (page: Page): Promise<string> => (await page.locator('#canvas-summary').textContent()) ?? ''

describeInChromium('the page without a server', ({ url, open }) => {
  it('offers searches of its own when no server answers', async () => {
    const page = await open()
    await page.goto(url())
    await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
    expect(await page.getByRole('button', { name: /Run/ }).count()).toBeGreaterThanOrEqual(3)
    await page.getByRole('button', { name: /1 3 4 6/ }).click()
    await waitForEnd(page)
    expect(page.url()).toContain('/page/s/')
    await page.goBack()
    await page.getByRole('row', { name: /1 3 4 6 → 24/ }).waitFor()
  })

  it('says in place what is wrong with a search, and takes it once it is right', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await page.getByText('Ready:').waitFor()
    const start = page.getByRole('button', { name: 'Start the search' })
    await page.getByLabel('Numbers').fill('4 nine')
    await page.getByText('“nine” is no number').waitFor()
    expect(await start.isDisabled()).toBe(true)
    await page.getByLabel('Numbers').fill('0 4 4 4')
    await page.locator('[aria-invalid=true]').waitFor()
    expect(await page.locator('.field:has([aria-invalid=true]) label').textContent()).toBe('Numbers')
    await keepPicture(page, 'composer-invalid-dark-1440')
    await page.getByLabel('Numbers').fill('4 9 10 13')
    await page.getByLabel('Name', { exact: true }).first().selectOption('beam')
    await page.getByLabel('width').fill('0')
    await page.locator('.field:has([aria-invalid=true])').filter({ hasText: 'width' }).waitFor()
    await page.getByLabel('width').fill('4')
    await page.getByText('Ready:').waitFor()
    expect(await start.isEnabled()).toBe(true)
  })

  it('estimates what a search would take before it is started, and says what that rests on', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    const estimate = page.getByRole('region', { name: 'Estimate' })
    await estimate.filter({ hasText: 'From the budget alone' }).waitFor()
    expect(await estimate.textContent()).toContain('≤ 200')
    await page.getByLabel('Trials').fill('90')
    await estimate.filter({ hasText: '≤ 90' }).waitFor()
    for (const seed of ['1', '2', '3']) {
      await composeSearch(page, { ...SMALL, trials: '40', seed })
      await waitForEnd(page)
      await page.keyboard.press('c')
      await page.getByLabel('Model').selectOption('uniform')
      await estimate.filter({ hasText: `From ${seed} earlier search` }).waitFor()
    }
    await page.getByLabel('Trials').fill('70')
    await estimate.filter({ hasText: 'with mcts and uniform' }).filter({ hasText: '≈ 70' }).waitFor()
    await page.getByLabel('Name', { exact: true }).first().selectOption('beam')
    await estimate.filter({ hasText: 'with uniform, whatever the algorithm' }).waitFor()
    await keepPicture(page, 'estimate-dark-1440')
  })

  it('shows one selection in every view, and keeps it in the address', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    const step = page.locator('.candidate-step button').nth(1)
    const label = (await step.locator('.candidate-label').textContent()) ?? ''
    await step.click()
    await page.locator('.step-label').filter({ hasText: label }).waitFor()
    expect(await summary(page)).toContain(`Selected: ${label}`)
    expect(page.url()).toMatch(/[?&]sel=\d+/)

    await page.keyboard.press('2')
    await page.getByRole('img', { name: 'The tree as nodes and links' }).waitFor()
    expect(await summary(page)).toContain(`Selected: ${label}`)
    await page.keyboard.press('3')
    const row = page.getByRole('row', { selected: true })
    expect(await row.textContent()).toContain(label)
    expect(page.url()).toContain('view=outline')

    await row.focus()
    await page.keyboard.press('ArrowDown')
    const next = (await page.getByRole('row', { selected: true }).locator('.outline-step .cut').textContent()) ?? ''
    expect(next).not.toBe(label)
    await page.locator('.step-label').filter({ hasText: next }).waitFor()

    const path = page.getByRole('region', { name: 'Steps of the best path' }).getByRole('button')
    const last = (await path.last().textContent()) ?? ''
    await path.last().click()
    await page.locator('.step-label').filter({ hasText: last }).waitFor()
  })

  it('selects what is clicked on the canvas', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    const canvas = page.getByRole('img', { name: 'The tree as an icicle' })
    const { width } = (await canvas.boundingBox())!
    await canvas.click({ position: { x: width / 2, y: 20 } })
    await page.locator('.step-label').filter({ hasText: '4 9 10 13' }).waitFor()
    expect(page.url()).toMatch(/[?&]sel=0/)
    await canvas.dblclick({ position: { x: 40, y: 180 } })
    await page.waitForURL(/[?&]root=\d+/)
    await page.keyboard.press('H')
    await page.waitForURL((address) => !address.search.includes('root='))
  })

  it('zooms the links to a step, and finds it under the pointer where it is drawn', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    await page.locator('.candidate-step button').nth(6).click()
    await page.waitForURL(/[?&]sel=[1-9]/)
    const selected = new URL(page.url()).searchParams.get('sel')!
    await page.keyboard.press('2')
    const canvas = page.getByRole('img', { name: 'The tree as nodes and links' })
    await canvas.waitFor()
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('f')
    await page.keyboard.press('Escape')
    await page.waitForURL((address) => !address.search.includes('sel='))
    await keepPicture(page, 'links-zoomed-dark-1440')
    // In the middle of the first row below the root, which has the greatest height that rows have.
    const { width } = (await canvas.boundingBox())!
    await canvas.click({ position: { x: width / 2, y: 34 + 110 } })
    await page.waitForURL((address) => address.searchParams.get('sel') === selected)
  })

  it('folds a subtree away, the same among the links and in the outline, and keeps it in the address', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    await page.keyboard.press('2')
    const canvas = page.getByRole('img', { name: 'The tree as nodes and links' })
    await canvas.waitFor()
    await page.keyboard.press('End')
    await page.waitForURL(/[?&]sel=[1-9]/)
    await page.keyboard.press('Home')
    await page.waitForURL(/[?&]sel=0/)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('Space')
    await page.waitForURL(/[?&]fold=0/)
    await page.locator('#canvas-summary').filter({ hasText: '1 subtree folded away' }).waitFor({ state: 'attached' })
    await keepPicture(page, 'links-folded-root-dark-1440')
    // The root stands alone in the middle: its badge is below its label.
    const { width } = (await canvas.boundingBox())!
    await canvas.click({ position: { x: width / 2, y: 34 + 14 + 34 + 10 } })
    await page.waitForURL((address) => !address.search.includes('fold='))

    await page.locator('.candidate-step button').first().click()
    await page.waitForURL(/[?&]sel=[1-9]/)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('Space')
    await page.waitForURL(/[?&]fold=[1-9]/)
    await keepPicture(page, 'links-folded-dark-1440')
    await page.keyboard.press('3')
    const row = page.getByRole('row', { selected: true })
    expect(await row.getAttribute('aria-expanded')).toBe('false')
    await row.focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForURL((address) => !address.search.includes('fold='))
    expect(await row.getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(/[?&]fold=[1-9]/)
    // What is selected is never hidden: the end of the best path is below the first candidate.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('End')
    await page.waitForURL((address) => !address.search.includes('fold='))
  })

  it('replays the log event by event, from mark to mark, and by itself', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SOLVED)
    await waitForEnd(page)
    await showsSolution(page)
    const whole = await summary(page)
    const place = page.getByLabel('Place in the log')
    const end = Number(await place.getAttribute('max'))
    await expect.poll(async () => Number(await place.inputValue()), { timeout: 30_000 }).toBe(end)
    await page.keyboard.press(',')
    await page.waitForURL(new RegExp(`[?&]seq=${end - 1}`))
    await place.focus()
    await page.keyboard.press('Home')
    await expect.poll(() => place.inputValue(), { timeout: 30_000 }).toBe('0')
    await page.locator('#canvas-summary').filter({ hasText: '1 node, 0 trials' }).waitFor({ state: 'attached' })
    await keepPicture(page, 'replay-start-dark-1440')

    await page.getByLabel('Jump to').selectOption('answer')
    await page.getByRole('button', { name: 'Next mark' }).click()
    await expect.poll(async () => Number(await place.inputValue()), { timeout: 30_000 }).toBeGreaterThan(0)
    const first = Number(await place.inputValue())
    await page.locator('#canvas-summary').filter({ hasText: 'Best answer has value' }).waitFor({ state: 'attached' })

    await page.getByLabel('Speed').selectOption('64')
    await page.getByRole('button', { name: 'Play the log' }).click()
    await page.waitForFunction(
      (from) => Number(document.querySelector<HTMLInputElement>('.track input')?.value) > from,
      first,
    )
    await page.getByRole('button', { name: 'Live' }).click()
    await page.waitForFunction(
      (last) => Number(document.querySelector<HTMLInputElement>('.track input')?.value) === last,
      end,
    )
    await showsSolution(page)
    expect((await summary(page)).split('Selected')[0]).toBe(whole.split('Nothing')[0])
  })

  it('pauses, holds, extends and cancels a search that runs', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, ENDLESS)
    await page.locator('.toolbar .status.running').waitFor()
    await page.locator('.candidate-step').first().waitFor()
    await keepPicture(page, 'running-dark-1440')
    await page.getByRole('button', { name: 'Hold the display' }).click()
    await page.locator('.held').waitFor()
    const held = await summary(page)
    await page.waitForFunction(
      () => Number((document.querySelector('.held')?.textContent ?? '').replaceAll(/\D/g, '')) > 500,
    )
    expect(await summary(page)).toBe(held)
    await page.getByRole('button', { name: 'Let the display go' }).click()
    await page.locator('.held').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Pause' }).click()
    await page.locator('.toolbar .status.paused').waitFor()
    await page.getByRole('button', { name: 'Extend the budget' }).click()
    await page.getByRole('dialog').getByLabel('Trials more').fill('500')
    await page.getByRole('dialog').getByRole('button', { name: 'Extend' }).click()
    await page.getByText('/ 1.00M').waitFor()
    // One order at a time: the next is taken when this one was answered.
    await page.locator('.toolbar button:enabled', { hasText: 'Resume' }).waitFor()
    await page.keyboard.press('k')
    await page.locator('.toolbar .status.running').waitFor()
    await page.getByRole('button', { name: 'Cancel the search' }).click()
    await waitForEnd(page)
    await page.getByText('Cancelled').waitFor()
  })

  it('cancels with a while to think again: undone by keyboard, done by leaving', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, ENDLESS)
    const status = (name: string) => page.locator(`.toolbar .status.${name}`).waitFor()
    await status('running')
    await page.getByRole('button', { name: 'Cancel the search' }).focus()
    await page.keyboard.press('Enter')
    await status('cancelling')
    await page.getByRole('status').filter({ hasText: 'held back and ends in 5 seconds' }).waitFor({ state: 'attached' })
    expect(await page.getByRole('button', { name: 'Resume' }).isDisabled()).toBe(true)
    await keepPicture(page, 'cancelling-dark-1440')
    // The same button has the focus still, and now undoes it.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Undo')
    await page.keyboard.press('Enter')
    await status('running')
    await page.getByRole('button', { name: 'Cancel the search' }).dblclick()
    await status('cancelling')
    await page.keyboard.press('u')
    await status('running')

    await page.getByRole('button', { name: 'Cancel the search' }).click()
    await status('cancelling')
    await page.getByRole('link', { name: 'Espalier' }).click()
    await page
      .getByRole('row', { name: /3 7 11/ })
      .filter({ hasText: 'Cancelled' })
      .waitFor()
  })

  it('exports a search to a file that a fresh page opens offline, by button and by drop', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('4-9-10-13-24.search.jsonl')
    const file = join(tmpdir(), `espalier-${process.pid}-${download.suggestedFilename()}`)
    await download.saveAs(file)
    const whole = await summary(page)

    const fresh = await open()
    await fresh.goto(`${url()}/page`)
    await fresh.getByRole('heading', { name: 'No searches yet' }).waitFor()
    // What a view needs may be loaded when it is first shown: after that, nothing is asked for any more.
    await fresh.getByRole('button', { name: /1 3 4 6/ }).click()
    await waitForEnd(fresh)
    await fresh.goBack()
    await fresh.context().setOffline(true)
    await fresh.getByLabel('Open a search from a file').setInputFiles(file)
    await waitForEnd(fresh)
    await fresh.locator('.step-label').filter({ hasText: '4 9 10 13' }).waitFor()
    await expect.poll(() => summary(fresh), { timeout: 60_000 }).toBe(whole)

    await fresh.goBack()
    await drop(fresh, 'again.search.jsonl', await readFile(file, 'utf8'))
    await waitForEnd(fresh)
    await expect.poll(() => summary(fresh), { timeout: 60_000 }).toBe(whole)
  })

  it('says what is wrong with a file that is no search', async () => {
    const page = await open()
    const file = join(tmpdir(), `espalier-${process.pid}-torn.jsonl`)
    await writeFile(file, '{"no":"search"}\n')
    await page.goto(`${url()}/page`)
    await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
    await page.getByLabel('Open a search from a file').setInputFiles(file)
    await page.getByRole('alert').filter({ hasText: 'neither a search nor a lineage' }).waitFor()
    await keepPicture(page, 'error-import-dark-1440')
  })

  it('can be used by keyboard alone: palette, keys, search in the tree', async () => {
    const page = await open()
    await page.goto(`${url()}/page`)
    await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('compose')
    await page.keyboard.press('Enter')
    await page.getByText('Ready:').waitFor()
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: /Outline view/ }).waitFor()
    await page.keyboard.type('outline')
    await page.keyboard.press('Enter')
    await page.getByRole('treegrid').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('depth=2 n>0')
    await page.locator('#find-status').filter({ hasText: 'found' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.step-badges').filter({ hasText: 'step 2' }).waitFor()
    expect(page.url()).toContain('find=')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await keepPicture(page, 'keys-dark-1440')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('tells where a link asks for what there is not', async () => {
    const page = await open()
    await page.goto(`${url()}/page/s/local-77`)
    await page.getByText('There is no such search here').waitFor()
    await keepPicture(page, 'not-found-dark-1440')
    await page.goto(`${url()}/elsewhere/at/all`)
    await page.getByText('There is nothing at this address').waitFor()
  })
})

/** Drops a file on the page, as the browser would. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content!], fileName!, { type: 'application/jsonl' }))
      return transfer
    },
    [name, text],
  )
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data })
  await page.getByText('Drop the file to open it').waitFor()
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
}
