import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drawsOf } from '@espalier/core'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readRecord } from '../../src/index.ts'

/** How many times a run is killed. `KILLS=100 npx vitest run packages/self-play/test/killed` is the whole proof. */
const KILLS = Number(process.env['KILLS'] ?? 6)
const SEED = Number(process.env['SEED'] ?? 1)

const PROGRAM = fileURLToPath(new URL('./run-to-file.ts', import.meta.url))

let folder: string
let program: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-self-play-'))
  program = join(folder, 'run-to-file.mjs')
  const conditions = ['@espalier/source']
  await build({ entryPoints: [PROGRAM], outfile: program, bundle: true, platform: 'node', format: 'esm', conditions })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lets the run go on until its record has so many bytes and kills it there with SIGKILL, or until its end. */
async function goOn(name: string, bytes: number): Promise<void> {
  const files = ['record', 'paid', 'result'].map((kind) => join(folder, `${name}.${kind}`))
  const child = spawn(process.execPath, [program, ...files, String(bytes)], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.on('data', () => child.kill('SIGKILL'))
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect([code, signal]).toEqual(bytes === Number.POSITIVE_INFINITY ? [0, null] : [null, 'SIGKILL'])
}

const textOf = (name: string): string => {
  const file = join(folder, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
const paidCalls = (name: string): string[] => textOf(`${name}.paid`).split('\n').slice(0, -1)

it(
  'killed at random bytes of its record and gone on with, ends as if nothing had been, and pays for nothing that was recorded',
  async () => {
    await goOn('whole', Number.POSITIVE_INFINITY)
    const size = Buffer.byteLength(textOf('whole.record'))
    const draw = drawsOf(SEED, 0)
    const points = Array.from({ length: KILLS }, () => Math.floor(draw() * size)).sort((a, b) => a - b)
    let [recorded, paid] = [0, 0]
    for (const bytes of [...points, Number.POSITIVE_INFINITY]) {
      await goOn('killed', bytes)
      const now = { recorded: readRecord(textOf('killed.record')).entries.length, paid: paidCalls('killed').length }
      // What was paid since is what is recorded since, and at most the eight that were in flight.
      expect(now.paid - paid).toBeGreaterThanOrEqual(now.recorded - recorded)
      expect(now.paid - paid).toBeLessThanOrEqual(now.recorded - recorded + 8)
      ;({ recorded, paid } = now)
    }
    expect(textOf('killed.result')).toBe(textOf('whole.result'))
    expect(recorded).toBe(paidCalls('whole').length)
    expect([...new Set(paidCalls('killed'))].sort()).toEqual(paidCalls('whole').sort())
  },
  60_000 + KILLS * 2_000,
)
