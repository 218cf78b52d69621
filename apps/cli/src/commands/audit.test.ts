import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomCheckpoint, writeCheckpoint } from '@espalier/models'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import { openLegalSteps } from '../testing/legal-steps-model.ts'
import { memoryIo } from '../testing/memory-io.ts'

const config = {
  dim: 32,
  layers: 2,
  heads: 2,
  hidden: 64,
  vocab: 197,
  context: 128,
  prefixAttention: 'full',
  positions: 'none',
} as const

describe('espalier audit latent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-audit-'))
  const file = (name: string): string => join(folder, name)
  const audit = async (...args: readonly string[]) => {
    const io = memoryIo()
    const openCatalog = openLegalSteps()
    return { code: await runCli(['audit', 'latent', ...args], { io, openCatalog }, '1'), io }
  }
  beforeAll(() => {
    writeFileSync(file('untrained'), writeCheckpoint(randomCheckpoint(config, 5), 'F32'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('fails an untrained model, and writes a page that loads nothing', async () => {
    const { code, io } = await audit('--count', '16', '--model', file('untrained'), '--html', file('page.html'))
    expect(code).toBe(ExitCode.unsolved)
    expect(io.stdout.text).toMatch(/FAIL +necessity/)
    expect(io.stdout.text).toMatch(/NOT RUN +pause\n {2}Not run: no control checkpoint given\./)
    expect(io.stdout.text).toContain('no evidence of what thoughts do')
    const page = readFileSync(file('page.html'), 'utf8')
    expect(page).not.toMatch(/https?:|src=|url\(|@import|<script|NaN|undefined/)
    expect(page.match(/<svg /g)).toHaveLength(3)
    expect(page).toContain('prefers-color-scheme:dark')
  })

  it('prints the same JSON for the same seed, and runs the pause test where a control is given', async () => {
    const args = ['--count', '12', '--model', file('untrained'), '--control', file('untrained'), '--json']
    const [one, other] = [await audit(...args), await audit(...args)]
    expect(one.io.stdout.text).toBe(other.io.stdout.text)
    const { results } = JSON.parse(one.io.stdout.text) as { results: { test: string; verdict: string }[] }
    expect(results.find(({ test }) => test === 'pause')!.verdict).toBe('fail')
  })

  it('ends with the code of a file for what is not there', async () => {
    expect((await audit('--model', file('missing'))).code).toBe(ExitCode.file)
    expect((await audit('--file', file('missing'))).code).toBe(ExitCode.file)
    expect((await audit('--count', '3')).code).toBe(ExitCode.usage)
  })
})
