import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInChromium, keepPicture } from './chromium-suite.ts'
import { SMALL, composeSearch, composeThoughts, waitForEnd } from './compose-search.ts'

const sel = (page: Page): string | null => new URL(page.url()).searchParams.get('sel')

/** Moves over the map until a point lies under the pointer, and gives the place. */
async function findPoint(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const canvas = page.getByRole('img', { name: 'The thoughts as points on a map' })
  const { width, height } = (await canvas.boundingBox())!
  const tip = page.locator('.thought-map .node-tip')
  for (let y = 20; y < height; y += 16) {
    for (let x = 20; x < width; x += 20) {
      await canvas.hover({ position: { x, y } })
      if (await tip.isVisible()) return { x, y }
    }
  }
  throw new Error('there is no point on the map')
}

describeInChromium('a search over thoughts, without a server', ({ url, open }) => {
  it('is composed of a question in words, and says at the field what is no question', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await page.getByLabel('Task').selectOption('prosqa')
    const question = page.getByLabel('Question')
    expect(await question.inputValue()).toMatch(/^(Every|[A-Z]).* is an? .*\?$/s)
    await page.getByText('Ready:').waitFor()
    const fault = page.locator('.field:has(textarea) .fault')
    await question.fill('Tom lempus. Is Tom a lempus or zumpus?')
    await fault.filter({ hasText: 'Tom lempus' }).waitFor()
    expect(await page.getByRole('button', { name: 'Start the search' }).isDisabled()).toBe(true)
    await keepPicture(page, 'composer-no-question-dark-1440')
    const many = Array.from({ length: 90 }, (_, i) => `Tom is a n${i}.`).join(' ')
    await question.fill(`${many} Is Tom a n1 or n2?`)
    await fault.filter({ hasText: /got 91 names, expected at most \d+/ }).waitFor()
    await page.getByRole('group', { name: 'Examples' }).getByRole('button').first().click()
    await page.getByText('Ready:').waitFor()
    for (const [model, states] of [
      ['prosqa-latent', 'States are in vectors'],
      ['prosqa-token', 'States are in words'],
      ['prosqa-mixed', 'States are in both'],
    ] as const) {
      await page.getByLabel('Model').selectOption(model)
      await page.getByText(states).waitFor()
    }
    await page.getByText('Ready:').waitFor()
    await keepPicture(page, 'composer-question-dark-1440')
  })

  it('shows what a thought reads as, how its line stands and what is near it', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeThoughts(page)
    await waitForEnd(page)
    await page.getByRole('tab', { name: 'Thought' }).click()
    await page.getByText('The first thought').waitFor()
    const symbols = await page.locator('.read-out li').count()
    expect(symbols).toBeGreaterThanOrEqual(1)
    expect(symbols).toBeLessThanOrEqual(10)
    await page.locator('.candidate-step button').first().click()
    await page.getByText(/The thought before, turned 50 % of the way to/).waitFor()
    await page.getByText(/^Entropy/).waitFor()
    expect(await page.locator('.standing .badge').textContent()).toMatch(/^(verified|consistent|unverified)$/)
    await keepPicture(page, 'thought-dark-1440')
    const before = sel(page)
    const near = page.locator('.nearest button').first()
    const label = (await near.locator('.cut').textContent()) ?? ''
    await near.click()
    await page.waitForURL((address) => address.searchParams.get('sel') !== before)
    await page.locator('.thought .step-label').filter({ hasText: label }).waitFor()

    await page.getByRole('tab', { name: 'Thought' }).press('ArrowRight')
    await page.getByRole('tab', { name: 'Trials', selected: true }).waitFor()
  })

  it('has a map that is linked to the tree both ways and follows replay', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeThoughts(page)
    await waitForEnd(page)
    const foot = page.locator('.map-foot')
    await foot.filter({ hasText: /^\d+ thoughts/ }).waitFor()
    await foot.filter({ hasText: 'own principal components' }).waitFor()
    const place = await findPoint(page)
    const canvas = page.getByRole('img', { name: 'The thoughts as points on a map' })
    await canvas.click({ position: place })
    await page.waitForURL(/[?&]sel=\d+/)
    await page.locator('#thought-map-summary').filter({ hasText: 'Selected: ' }).waitFor({ state: 'attached' })
    const label = (await page.locator('.step-label').textContent()) ?? ''
    expect(await page.locator('#canvas-summary').textContent()).toContain(`Selected: ${label}`)

    // Selected in the tree, it is selected on the map.
    await page.keyboard.press('Home')
    await page.waitForURL(/[?&]sel=0/)
    const root = (await page.locator('.step-label').textContent()) ?? ''
    await page
      .locator('#thought-map-summary')
      .filter({ hasText: `Selected: ${root}` })
      .waitFor({ state: 'attached' })

    // The pointer on the map marks the row of the outline.
    await page.keyboard.press('3')
    await canvas.click({ position: place })
    await page.locator('.outline-row.hovered[aria-selected=true]').waitFor()
    await page.mouse.move(0, 0)
    await page.locator('.outline-row.hovered').waitFor({ state: 'detached' })
    await page.keyboard.press('1')

    await page.getByRole('button', { name: 'Depth' }).click()
    await page.waitForURL(/[?&]map=depth/)
    await page.getByRole('button', { name: 'Time', exact: true }).click()
    await page.waitForURL(/[?&]map=time/)
    await keepPicture(page, 'map-time-dark-1440')
    const slider = page.getByRole('slider', { name: /event|place/i })
    await slider.focus()
    await slider.press('Home')
    for (let i = 0; i < 12; i++) await slider.press('ArrowRight')
    await foot.filter({ hasText: /^\d+ of \d+ thoughts/ }).waitFor()
    await keepPicture(page, 'map-replay-dark-1440')

    await page.getByRole('button', { name: 'Hide the map' }).click()
    await page.locator('.thought-map').waitFor({ state: 'hidden' })
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('m')
    await page.locator('.thought-map').waitFor()
  })

  it('has neither map nor thoughts where states are text', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    await page.getByRole('tab', { name: 'Trials' }).waitFor()
    expect(await page.getByRole('tab', { name: 'Thought' }).count()).toBe(0)
    expect(await page.locator('.thought-map').count()).toBe(0)
  })
})
