import type { Page } from 'playwright-core'

/** What is filled into the composer; what is not named keeps its default. */
export interface ComposedSearch {
  readonly numbers: string
  readonly target: string
  readonly trials: string
  readonly nodes?: string
  readonly goodEnough?: string
  readonly model?: string
  readonly seed?: string
}

/** Composes a search as a person does, and starts it. The composer is on the screen. */
export async function composeSearch(page: Page, search: ComposedSearch): Promise<void> {
  await page.getByLabel('Numbers').fill(search.numbers)
  await page.getByLabel('Target').fill(search.target)
  await page.getByLabel('Model').selectOption(search.model ?? 'uniform')
  await page.getByLabel('Trials').fill(search.trials)
  await page.getByLabel('Good enough').fill(search.goodEnough ?? '1')
  if (search.seed !== undefined) await page.getByLabel('Seed').fill(search.seed)
  if (search.nodes !== undefined) await page.getByLabel('Nodes').fill(search.nodes)
  await page.getByText('Ready:').waitFor()
  await page.getByRole('button', { name: 'Start the search' }).click()
  await page.getByRole('heading', { level: 1 }).filter({ hasText: search.numbers }).waitFor()
}

/** Composes a search over thoughts on the example of the official size, which goes on whatever it finds. The composer is on the screen. */
export async function composeThoughts(page: Page, trials = '60'): Promise<void> {
  await page.getByLabel('Task').selectOption('prosqa')
  await page.getByRole('group', { name: 'Examples' }).getByRole('button').nth(1).click()
  await page.getByLabel('Model').selectOption('prosqa-latent')
  await page.getByLabel('Trials').fill(trials)
  await page.getByLabel('Good enough').fill('')
  await page.getByText('Ready:').waitFor()
  await page.getByRole('button', { name: 'Start the search' }).click()
  await page.getByRole('heading', { level: 1 }).filter({ hasText: 'statements' }).waitFor()
}

/** The search on the screen has ended. */
export async function waitForEnd(page: Page): Promise<void> {
  await page.locator('.toolbar.finished').waitFor({ timeout: 120_000 })
}

/** Puzzles: one that the baseline does not solve, one that it does, and one that keeps a search busy for as long as it is let. */
export const SMALL: ComposedSearch = { numbers: '4 9 10 13', target: '24', trials: '400' }
export const SOLVED: ComposedSearch = { numbers: '2 3 4 6', target: '24', trials: '400' }
export const ENDLESS: ComposedSearch = { numbers: '3 7 11 19 23 50 75', target: '99999', trials: '1000000' }
