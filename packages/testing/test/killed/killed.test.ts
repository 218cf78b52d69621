import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ALGORITHMS, drawsOf, foldEvents, maxTrials, streamSearch, type SearchEvent } from '@espalier/core'
import { createLogHash } from '@espalier/protocol'
import { OVER_THOUGHTS, runOptionsOf, TRIALS } from './recorded-run.ts'

const RUNS = [...ALGORITHMS.map(({ name }) => name), ...OVER_THOUGHTS]
/** How many times searches are killed, all runs together. `KILLS=200 npx vitest run packages/testing/test/killed` is the whole proof. */
const KILLS = Number(process.env['KILLS'] ?? RUNS.length)
const SEED = Number(process.env['SEED'] ?? 1)

const PROGRAM = fileURLToPath(new URL('./run-to-file.ts', import.meta.url))

let folder: string
let program: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-killed-'))
  program = join(folder, 'run-to-file.mjs')
  const conditions = ['@espalier/source']
  await build({ entryPoints: [PROGRAM], outfile: program, bundle: true, platform: 'node', format: 'esm', conditions })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function undisturbed(run: string): Promise<string> {
  let text = ''
  for await (const { event } of streamSearch({ ...runOptionsOf(run), stop: maxTrials(TRIALS) }))
    text += `${JSON.stringify(event)}\n`
  return text
}

/** Lets the search in `file` go on until its log has so many bytes and kills it there with SIGKILL, or until its end. */
async function goOn(run: string, file: string, bytes: number): Promise<void> {
  const child = spawn(process.execPath, [program, run, file, String(bytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.on('data', () => child.kill('SIGKILL'))
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect([code, signal]).toEqual(bytes === Number.POSITIVE_INFINITY ? [0, null] : [null, 'SIGKILL'])
}

function hashOf(text: string): string {
  const hash = createLogHash()
  for (const event of eventsOf(text)) hash.add(event)
  return hash.digest()
}

const eventsOf = (text: string): SearchEvent[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SearchEvent)

it.each(RUNS)(
  '%s, killed at random bytes of its log and resumed with recorded outcomes, ends with the hash of an undisturbed run',
  async (run) => {
    const place = RUNS.indexOf(run)
    const kills = Math.floor(((place + 1) * KILLS) / RUNS.length) - Math.floor((place * KILLS) / RUNS.length)
    const whole = await undisturbed(run)
    const draw = drawsOf(SEED, place)
    const points = Array.from({ length: kills }, () => Math.floor(draw() * Buffer.byteLength(whole)))
    const file = join(folder, `${run}.jsonl`)
    for (const bytes of [...points.sort((a, b) => a - b), Number.POSITIVE_INFINITY]) await goOn(run, file, bytes)
    const text = readFileSync(file, 'utf8')
    expect(foldEvents(eventsOf(text)).end).not.toBeNull()
    expect(hashOf(text)).toBe(hashOf(whole))
    expect(text).toBe(whole)
  },
  60_000 + KILLS * 2_000,
)
