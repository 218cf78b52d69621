import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { buildPage, type BuiltPage } from './built-page.ts'
import { DESKTOP, findChromium, openBrowser } from './chromium.ts'
import { servePage, type ServedPage } from './serve-page.ts'

/** Where screenshots and measurements of a run are kept. */
export const ARTEFACTS = fileURLToPath(new URL('../test-artefacts/', import.meta.url))

/** Generous: a machine may be busy with other work, and nothing here is about time. */
const SETUP_MS = 480_000

export interface ChromiumSuite {
  /** Where the page is served; nothing but the page is. */
  readonly url: () => string
  /** Built files of the page. */
  readonly folder: () => string
  /** A page with storage of its own: nothing is left of what went before. */
  readonly open: (options?: BrowserContextOptions) => Promise<Page>
}

/**
 * A suite in a real Chromium, over the page as it is shipped. Every test also proves that the page asks for nothing from elsewhere,
 * breaks no rule of its content security policy, and throws nothing. Without a Chromium it is skipped with a word, except in CI.
 */
export function describeInChromium(name: string, suite: (chromium: ChromiumSuite) => void): void {
  const path = findChromium()
  const isCi = process.env['CI'] !== undefined && process.env['CI'] !== ''
  if (path === null && !isCi) {
    console.warn(`${name}: skipped, because there is no Chromium here. Install one, or name it in CHROMIUM_PATH.`)
  }
  describe.skipIf(path === null && !isCi)(name, { timeout: SETUP_MS }, () => {
    let built: BuiltPage
    let served: ServedPage
    let browser: Browser
    let faults: string[] = []

    beforeAll(async () => {
      if (path === null) throw new Error('CI has no Chromium: .ci/run installs it')
      mkdirSync(ARTEFACTS, { recursive: true })
      built = await buildPage()
      served = await servePage(built.folder)
      browser = await openBrowser(path)
    }, SETUP_MS)
    afterEach(async () => {
      // What a page was still fetching when it was closed is no fault of it.
      const found = faults
      faults = []
      await Promise.all(browser.contexts().map((context) => context.close()))
      faults = []
      expect(found).toEqual([])
    })
    afterAll(async () => {
      await browser?.close()
      await served?.close()
      await built?.remove()
    })

    suite({
      url: () => served.url,
      folder: () => built.folder,
      open: async (options) => {
        const context = await browser.newContext({ ...DESKTOP, ...options })
        const page = await context.newPage()
        page.setDefaultTimeout(120_000)
        page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`))
        page.on('console', (message) => {
          if (message.text().includes('Content Security Policy')) faults.push(message.text())
        })
        page.on('request', (request) => {
          if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url())) faults.push(`asked for ${request.url()}`)
        })
        return page
      },
    })
  })
}

/** Keeps a picture of the page among the artefacts. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(ARTEFACTS, `${name}.png`) })
}
