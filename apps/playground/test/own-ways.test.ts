import { expect, it } from 'vitest'
import { describeInChromium, keepPicture } from './chromium-suite.ts'
import { SMALL, composeSearch, waitForEnd } from './compose-search.ts'

describeInChromium('a workspace as somebody wants it', ({ url, open }) => {
  it('takes other keys, tells them everywhere, keeps them over a reload, and gives the old ones back', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keys' })
    await sheet.getByRole('button', { name: /Outline view: *3 *\(change it\)/ }).click()
    await page.keyboard.press('Escape')
    await sheet.getByRole('button', { name: /Outline view: *3 *\(change it\)/ }).click()
    await keepPicture(page, 'keys-changing-dark-1440')
    await page.keyboard.press('1')
    await sheet.getByRole('button', { name: /Outline view: *1 *\(change it\)/ }).waitFor()
    await sheet.getByRole('button', { name: /Icicle view: *none *\(change it\)/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('1')
    await page.getByRole('treegrid').waitFor()
    expect(await page.getByRole('group', { name: 'View' }).getByTitle('Outline').getAttribute('title')).toBe(
      'Outline (1)',
    )

    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await page.keyboard.press('1')
    await page.getByRole('treegrid').waitFor()
    await page.keyboard.press('?')
    await page.getByRole('button', { name: 'All as they were' }).click()
    await page.getByRole('button', { name: /Icicle view: *1 *\(change it\)/ }).waitFor()
  })

  it('has panels that are made wider, hidden and found again as they were left', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await waitForEnd(page)
    const lowerBound = page.getByRole('columnheader', { name: 'LCB' })
    expect(await lowerBound.isVisible()).toBe(false)
    const border = page.getByRole('separator', { name: /candidates/ })
    const at = (await border.boundingBox())!
    await page.mouse.move(at.x + 4, at.y + 300)
    await page.mouse.down()
    await page.mouse.move(at.x + 204, at.y + 300, { steps: 4 })
    await page.mouse.up()
    await lowerBound.waitFor()
    const exploration = page.getByRole('columnheader', { name: 'U', exact: true })
    expect(await exploration.getByTitle('√N(s)').count()).toBe(1)
    // The uniform baseline at 400 trials: every open step has a term, and it is below 1.
    expect(await page.locator('.candidate-table tbody tr').first().locator('td').nth(7).textContent()).toMatch(
      /^0\.\d{3}$|^–$/,
    )
    expect(await border.getAttribute('aria-valuenow')).toBe('604')
    await keepPicture(page, 'wide-candidates-dark-1440')
    await border.press('ArrowLeft')
    expect(await border.getAttribute('aria-valuenow')).toBe('584')

    await page.locator('.inspector').waitFor()
    await page.keyboard.press(']')
    await page.locator('.inspector').waitFor({ state: 'hidden' })
    await page.keyboard.press('[')
    await page.locator('.candidates').waitFor({ state: 'hidden' })
    await keepPicture(page, 'panels-hidden-dark-1440')
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, SMALL)
    await page.locator('.candidates').waitFor({ state: 'hidden' })
    await border.press('Enter')
    await page.locator('.candidates').waitFor()
    expect(await border.getAttribute('aria-valuenow')).toBe('584')
  })
})
