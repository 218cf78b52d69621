import { expect, it } from 'vitest'
import { AXE, violations } from './axe.ts'
import { describeInChromium, keepPicture } from './chromium-suite.ts'
import { ENDLESS, SMALL, composeSearch, composeThoughts, waitForEnd } from './compose-search.ts'

describeInChromium('every screen under axe', ({ url, open }) => {
  it.each(['dark', 'light'] as const)('has no violation: %s', async (colorScheme) => {
    // axe is put into the page by the test, past the policy that the page is served with.
    const page = await open({ colorScheme, bypassCSP: true })
    await page.addInitScript({ path: AXE })
    const check = async (name: string): Promise<void> => {
      await keepPicture(page, `${name}-${colorScheme}-1440`)
      expect(await violations(page), name).toEqual([])
    }

    await page.goto(`${url()}/page`)
    await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
    await page.getByRole('button', { name: /Run/ }).first().waitFor()
    await check('empty')

    await page.goto(`${url()}/page/new`)
    await page.getByText('Ready:').waitFor()
    await check('composer')
    await page.getByLabel('Numbers').fill('four')
    await page.locator('[aria-invalid=true]').waitFor()
    await check('composer-faulty')

    await composeSearch(page, SMALL)
    await waitForEnd(page)
    await page.getByRole('img', { name: 'The tree as an icicle' }).waitFor()
    await check('finished')
    await page.keyboard.press('End')
    await page.keyboard.press('2')
    await page.getByRole('img', { name: 'The tree as nodes and links' }).waitFor()
    await check('links')
    await page.keyboard.press('3')
    await page.getByRole('treegrid').waitFor()
    await page.getByRole('tab', { name: 'Trials' }).click()
    await check('outline')
    await page.getByRole('tab', { name: 'Events' }).click()
    await page.getByLabel('Search in the tree').fill('q>0.3 status:closed')
    await page.locator('#find-status').filter({ hasText: 'found' }).waitFor()
    await check('events-and-find')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
    await check('palette')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    // The focus goes back to where it was: in a text field a key would be text.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await check('keys')
    await page.keyboard.press('Escape')

    await page.keyboard.press('c')
    await composeThoughts(page)
    await waitForEnd(page)
    await page.getByRole('tab', { name: 'Thought' }).click()
    await page.locator('.candidate-step button').first().click()
    await page.locator('.nearest').waitFor()
    await page.getByRole('img', { name: 'The thoughts as points on a map' }).waitFor()
    await check('thoughts')

    await page.keyboard.press('c')
    await composeSearch(page, ENDLESS)
    await page.locator('.candidate-step').first().waitFor()
    await page.getByRole('button', { name: 'Hold the display' }).click()
    await page.locator('.held').waitFor()
    await check('running')
    await page.getByRole('button', { name: 'Extend the budget' }).click()
    await page.getByRole('dialog').waitFor()
    await check('extend')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Cancel the search' }).click()
    await waitForEnd(page)
    await page.getByRole('link', { name: 'Espalier' }).click()
    await page.getByRole('row').nth(2).waitFor()
    await check('searches')
    await page.goto(`${url()}/page/s/local-77`)
    await page.getByText('There is no such search here').waitFor()
    await check('not-found')
    await page.goto(`${url()}/s/lost`)
    await page.getByText('There is no such search here').or(page.getByText('The search could not be loaded')).waitFor()
    await check('no-server')
  })

  it.each([
    ['1024', 1024, 768],
    ['390', 390, 844],
  ])('fits a screen %s pixels wide', async (name, width, height) => {
    const page = await open({ viewport: { width, height }, bypassCSP: true })
    await page.addInitScript({ path: AXE })
    const check = async (screen: string): Promise<void> => {
      await keepPicture(page, `${screen}-dark-${name}`)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), screen).toBeLessThanOrEqual(width)
      expect(await violations(page), screen).toEqual([])
    }
    await page.goto(`${url()}/page`)
    await page.getByRole('button', { name: /Run/ }).first().waitFor()
    await check('empty')
    await page.goto(`${url()}/page/new`)
    await page.getByText('Ready:').waitFor()
    await check('composer')
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    await check('finished')
    if (width < 900) {
      await page.getByRole('button', { name: 'Candidates' }).click()
      await page.getByRole('heading', { name: 'Candidates' }).waitFor()
      await check('candidates')
      await page.getByRole('button', { name: 'Step', exact: true }).click()
      await page.getByRole('tab', { name: 'Step' }).waitFor()
      await check('step')
    }
    await page.getByRole('link', { name: 'Espalier' }).click()
    await page.getByRole('row', { name: /4 9 10 13/ }).waitFor()
    await check('searches')

    await page.goto(`${url()}/page/new`)
    await composeThoughts(page)
    await waitForEnd(page)
    if (width < 900) await page.getByRole('button', { name: 'Map', exact: true }).click()
    await page.getByRole('img', { name: 'The thoughts as points on a map' }).waitFor()
    await check('map')
    if (width < 900) await page.getByRole('button', { name: 'Step', exact: true }).click()
    await page.getByRole('tab', { name: 'Thought' }).click()
    await page.locator('.nearest').waitFor()
    await check('thought')
  })
})
