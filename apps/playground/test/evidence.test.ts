import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { describeInChromium, keepPicture } from './chromium-suite.ts'
import { waitForEnd } from './compose-search.ts'
import { languageEndpoint } from './language-endpoint.ts'
import { killServers, startServer } from './start-server.ts'

describeInChromium('what values rest on', ({ folder, open, url }) => {
  afterEach(killServers)

  it('shows every vote of a judge with its reply, those that could not be read marked', async () => {
    const data = await mkdtemp(join(tmpdir(), 'espalier-data-'))
    const endpoint = await languageEndpoint()
    const models = join(data, 'models.json')
    const thinker = { baseUrl: endpoint.baseUrl, model: 'm', allowPrivateAddresses: true }
    await writeFile(models, JSON.stringify({ models: { thinker } }))
    const server = await startServer(folder(), join(data, 'searches'), 0, ['--models', models])
    const page = await open()
    await page.goto(`${server.url}/new`)
    await page.getByLabel('Task').selectOption('text')
    await page.getByLabel('Question').fill('What is six times seven?')
    await page.getByText('Ready:').waitFor()
    expect(await page.getByLabel('Model').inputValue()).toBe('thinker')
    await page.getByRole('button', { name: 'Start the search' }).click()
    await waitForEnd(page)
    await page.locator('.candidate-step button').first().click()
    await page.getByRole('tab', { name: 'Trials' }).click()
    const votes = page.locator('.evidence').filter({ hasText: 'Votes' }).first()
    await votes.waitFor()
    expect(await votes.locator('h3').textContent()).toBe('Votes 4 of 5 read')
    expect(await votes.locator('.vote').count()).toBe(5)
    expect(await votes.locator('.vote-unread').count()).toBe(1)
    expect(await votes.textContent()).toContain('Agreement 100 % of the pairs of votes.')
    await votes.locator('summary').first().click()
    await votes.getByText('It follows from the table.').first().waitFor()
    await keepPicture(page, 'votes-dark-1440')
    await page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(page, 'votes-light-1440')
    await server.kill('SIGTERM')
    await endpoint.close()
    await rm(data, { recursive: true, force: true })
  })

  it('shows in a page without a server what the verifier told of a seating puzzle, and nothing where nobody told', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await page.getByLabel('Task').selectOption('seating')
    await page.getByText('Ready:').waitFor()
    await page.getByRole('button', { name: 'Start the search' }).click()
    await waitForEnd(page)
    await page.getByRole('tab', { name: 'Trials' }).click()
    const told = page.locator('.evidence').first()
    await told.getByText('Constraints').click()
    await told.getByText('"met"').waitFor()
    await page.goto(`${url()}/page/new`)
    await page.getByText('Ready:').waitFor()
    await page.getByLabel('Model').selectOption('uniform')
    await page.getByText('Ready:').waitFor()
    await page.getByRole('button', { name: 'Start the search' }).click()
    await waitForEnd(page)
    await page.getByRole('tab', { name: 'Trials' }).click()
    await page.locator('.trial').first().waitFor()
    expect(await page.locator('.evidence').count()).toBe(0)
  })
})
