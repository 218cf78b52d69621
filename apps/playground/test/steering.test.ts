import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInChromium, keepPicture } from './chromium-suite.ts'
import { ENDLESS, SMALL, composeSearch, waitForEnd } from './compose-search.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe-core finds wrong with what is on the screen. */
const violations = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: readonly { id: string; nodes: readonly { html: string }[] }[] }> }
    }
    const found = await axe.run()
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  })

const badge = (page: Page, text: string): Promise<void> =>
  page.locator('.step-badges .badge').filter({ hasText: text }).waitFor()

describeInChromium('steering in the page', ({ url, open }) => {
  it.each(['dark', 'light'] as const)(
    'focuses, inserts, judges, gives up, commits and forks: %s',
    async (colorScheme) => {
      const page = await open({ colorScheme, bypassCSP: true })
      await page.addInitScript({ path: AXE })
      const check = async (name: string): Promise<void> => {
        await keepPicture(page, `${name}-${colorScheme}-1440`)
        expect(await violations(page), name).toEqual([])
      }
      await page.goto(`${url()}/page/new`)
      await composeSearch(page, ENDLESS)
      const steps = page.locator('.candidate-step button')
      await steps.nth(2).waitFor()

      await steps.first().click()
      await page.locator('.step-badges').filter({ hasText: 'step 1' }).waitFor()
      await page.keyboard.press('F')
      await badge(page, 'in focus')
      await page.keyboard.press('J')
      await page.getByRole('tab', { name: 'Events' }).click()
      await page.locator('.event-words').filter({ hasText: 'judged again' }).waitFor()
      await page.getByRole('tab', { name: 'Step', exact: true }).click()

      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('D')
      await badge(page, 'pruned')

      await page.keyboard.press('Home')
      await page.getByRole('button', { name: 'Insert' }).click()
      const dialog = page.getByRole('dialog', { name: 'Insert a step' })
      await dialog.getByLabel('Step').fill('75 - 3 = 71 (left: 7 11 19 23 50 71)')
      await dialog.getByRole('button', { name: 'Insert' }).click()
      await dialog.locator('[aria-invalid=true]').waitFor()
      await dialog.getByText('no step at node').waitFor()
      await check('insert-refused')
      await dialog.getByLabel('Step').fill('75 - 3 = 72 (left: 7 11 19 23 50 72)')
      await dialog.getByRole('button', { name: 'Insert' }).click()
      await dialog.waitFor({ state: 'hidden' })
      await badge(page, '◆ inserted')
      await page.keyboard.press('A')
      await page.getByRole('button', { name: 'Focus all' }).waitFor({ state: 'detached' })

      await page.getByRole('button', { name: 'Pause' }).click()
      await page.getByRole('button', { name: 'Resume' }).waitFor()
      await page.keyboard.press('3')
      await page.getByRole('row', { selected: true }).filter({ hasText: '◆ inserted' }).waitFor()
      await page.keyboard.press('R')
      await badge(page, 'committed')
      await check('steered-outline')
      await page.keyboard.press('1')
      await page.getByRole('img', { name: 'The tree as an icicle' }).waitFor()
      await check('steered-icicle')
      await page.keyboard.press('2')
      await page.getByRole('img', { name: 'The tree as nodes and links' }).waitFor()
      await check('steered-links')
      await page.keyboard.press('Home')
      await page.getByRole('tab', { name: 'Events' }).click()
      await page.locator('.event-words').filter({ hasText: 'user paused the search' }).waitFor()

      await page.keyboard.press(',')
      await page.waitForURL(/[?&]seq=\d+/)
      const seq = Number(new URL(page.url()).searchParams.get('seq'))
      await page.keyboard.press('B')
      const fork = page.getByRole('dialog', { name: 'Fork the search' })
      await fork.getByText('Another search begins with the first').waitFor()
      await fork.getByLabel('Trials in all').fill('0')
      expect(await fork.getByRole('button', { name: 'Fork' }).isDisabled()).toBe(true)
      await fork.getByLabel('Trials in all').fill('1000000')
      await check('fork')
      await fork.getByRole('button', { name: 'Fork' }).click()
      await page.waitForURL(/\/page\/s\/local-2/)
      const parent = page.getByRole('link', { name: /another search at event/ })
      await parent.waitFor()
      await page.getByRole('button', { name: 'Pause' }).click()
      await page.getByRole('button', { name: 'Resume' }).waitFor()
      await page.getByRole('tab', { name: 'Events' }).click()
      await page.locator('.event-words').filter({ hasText: 'forked the search from local-1' }).waitFor()
      await check('forked')
      await parent.click()
      await page.waitForURL(/\/page\/s\/local-1\?.*seq=/)
      expect(Number(new URL(page.url()).searchParams.get('seq'))).toBeLessThanOrEqual(seq)
    },
  )

  it('gives a search that has ended more to spend by a fork, and steers it no more', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, { ...SMALL, trials: '20' })
    await waitForEnd(page)
    const bar = page.getByRole('group', { name: 'Steer the search' })
    await bar.waitFor()
    expect(await bar.getByRole('button').allTextContents()).toEqual(['Fork'])
    await bar.getByRole('button', { name: 'Fork' }).click()
    const fork = page.getByRole('dialog', { name: 'Fork the search' })
    expect(await fork.getByLabel('Trials in all').inputValue()).toBe('220')
    await fork.getByLabel('Trials in all').fill('60')
    await fork.getByRole('button', { name: 'Fork' }).click()
    await page.waitForURL(/\/page\/s\/local-2/)
    await waitForEnd(page)
    await page.locator('#canvas-summary').filter({ hasText: '60 trials' }).waitFor({ state: 'attached' })
    await page.goBack()
    await page.locator('#canvas-summary').filter({ hasText: '20 trials' }).waitFor({ state: 'attached' })
  })
})
