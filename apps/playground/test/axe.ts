import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** Checks of accessibility, to be put into a page. */
export const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly help: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

/** What axe-core finds wrong with what is on the screen, one line each. */
export async function violations(page: Page): Promise<readonly string[]> {
  const result = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run())
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help} at ${html} (${failureSummary ?? ''})`),
  )
}
