import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeInChromium } from './chromium-suite.ts'
import { composeSearch, waitForEnd } from './compose-search.ts'

const COMMAND = fileURLToPath(new URL('../../cli/bin/espalier.js', import.meta.url))

interface Summary {
  readonly logHash: string
  readonly answer: string
  readonly correct: boolean
  readonly events: number
}

/** What the command line says of a search as JSON. */
async function espalier(...args: string[]): Promise<Summary> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args, '--json'])
  return JSON.parse(stdout) as Summary
}

async function exportTo(page: Page, file: string): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ])
  await download.saveAs(file)
}

describeInChromium('the page and the command line', ({ url, open }) => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'espalier-logs-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('opens a log that the command line wrote, and hands it on as it was', async () => {
    const log = join(folder, 'solved.jsonl')
    const solved = await espalier('solve', '4 9 10 13', '--seed', '1', '--log', log)
    const page = await open()
    await page.goto(`${url()}/page`)
    await page.getByLabel('Open a search from a file').setInputFiles(log)
    await waitForEnd(page)
    await page.getByText(solved.answer).first().waitFor()
    const copy = join(folder, 'copy.jsonl')
    await exportTo(page, copy)
    expect((await espalier('replay', copy)).logHash).toBe(solved.logHash)
  })

  it('searches with the embedded model in its worker to the last bit as the command line does', async () => {
    const page = await open()
    await page.goto(`${url()}/page/new`)
    await composeSearch(page, { numbers: '4 9 10 13', target: '24', trials: '500', model: 'countdown-1m', seed: '1' })
    await waitForEnd(page)
    const file = join(folder, 'page.jsonl')
    await exportTo(page, file)
    const replayed = await espalier('replay', file)
    expect(replayed.correct).toBe(true)
    const solved = await espalier('solve', '4 9 10 13', '--seed', '1')
    expect(replayed.logHash).toBe(solved.logHash)
  })
})
