/**
 * Thoughts a second in a page of a real Chromium, by the measurement that `npm run bench -- thoughts` takes in Node, on the page's main thread.
 *
 *   npm run bench -- thoughts-in-page
 */
import { fileURLToPath } from 'node:url'
import { readProsqaCheckpoint } from '@espalier/models/node'
import { build } from 'esbuild'
import { findChromium, openBrowser } from '../test/chromium.ts'

const GOAL = 300
const MEASUREMENT = fileURLToPath(new URL('../../../packages/testing/bench/thought-rate.ts', import.meta.url))

/** The measurement as a page has it: a script whose exports are the global `thoughts`. */
interface MeasuringPage {
  readonly thoughts: {
    thoughtRates(options: {
      readonly checkpoint: Uint8Array
      readonly rounds: number
      readonly roundMs: number
    }): Promise<readonly { readonly name: string; readonly isBatched: boolean; readonly rates: readonly number[] }[]>
  }
}

const path = findChromium()
if (path === null) {
  console.log('Skipped: there is no Chromium here. Install one, or name it in CHROMIUM_PATH.')
  process.exit(0)
}
const { outputFiles } = await build({
  entryPoints: [MEASUREMENT],
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'thoughts',
  platform: 'browser',
  target: 'es2022',
  conditions: ['@espalier/source'],
  minifySyntax: true,
})
const checkpoint = [...(await readProsqaCheckpoint())]
const browser = await openBrowser(path)
try {
  const page = await browser.newPage()
  await page.addScriptTag({ content: outputFiles[0]!.text })
  const ways = await page.evaluate(
    (bytes) =>
      (globalThis as unknown as MeasuringPage).thoughts.thoughtRates({
        checkpoint: Uint8Array.from(bytes),
        rounds: 7,
        roundMs: 400,
      }),
    checkpoint,
  )
  console.log(
    `Thoughts a second of the shipped ProsQA model in Chromium ${browser.version()}, on the page's main thread.`,
  )
  for (const { name, isBatched, rates } of ways) {
    const sorted = rates.toSorted((a, b) => a - b)
    const median = sorted[sorted.length >> 1]!
    const verdict = isBatched ? ` (goal >= ${GOAL}: ${median >= GOAL ? 'met' : 'MISSED'})` : ''
    const [lowest, highest] = [sorted[0]!, sorted.at(-1)!]
    console.log(`  ${name}: ${median.toFixed(0)} [${lowest.toFixed(0)}, ${highest.toFixed(0)}]${verdict}`)
  }
} finally {
  await browser.close()
}
