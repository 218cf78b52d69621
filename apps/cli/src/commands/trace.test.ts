import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '@espalier/server'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import type { HiddenSummary } from '../run/hidden-summary.ts'
import { openEmbeddedCatalog } from '../run/open-catalog.ts'
import type { RunSummary } from '../run/summary.ts'
import { memoryIo } from '../testing/memory-io.ts'

/** One model for all runs: to open it takes longer than a run. */
const opened = openEmbeddedCatalog({ task: 'countdown' })

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-trace-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function espalier(args: readonly string[], terminal?: { readonly columns: number; readonly rows: number }) {
  const io = memoryIo(terminal === undefined ? {} : { terminal })
  const code = await runCli(args, { io, openCatalog: () => opened }, '1.2.3')
  return { code, out: io.stdout.text, err: io.stderr.text }
}

const SOLVE = ['solve', '4 9 10 13', '--seed', '1']
/** What steps of puzzles look like, and nothing else that the command prints. */
const STEP = /\d+ [-+*/] \d+ = \d+|\(left:/

describe('espalier solve --trace', () => {
  it('says no word of a step below full, to people, pipes and programs, and still the answer and what it cost', async () => {
    const open = JSON.parse((await espalier([...SOLVE, '--json'])).out) as RunSummary
    for (const level of ['summary', 'sealed', 'off']) {
      const args = [...SOLVE, '--trace', level]
      for (const terminal of [undefined, { columns: 100, rows: 30 }]) {
        const { code, out, err } = await espalier(args, terminal)
        expect(code).toBe(ExitCode.ok)
        expect(out + err).not.toMatch(STEP)
        expect(out).toContain('solved')
        expect(out).toContain(`${open.trials} trial`)
        expect(/seal \d+-[0-9a-f]{64}\n/.test(out)).toBe(level === 'sealed')
        expect(out).not.toContain(open.logHash.slice(0, 12))
      }
      const { out } = await espalier([...args, '--json'])
      expect(out).not.toMatch(STEP)
      const { trace, elapsedMs: _, ...told } = JSON.parse(out) as HiddenSummary
      const { logHash: __, elapsedMs: ___, ...whole } = open
      expect(told).toEqual({ ...whole, path: [] })
      expect(trace.level).toBe(level)
    }
  })

  it('says what cannot be asked for together', async () => {
    for (const args of [
      [...SOLVE, '--trace', 'summary', '--tree'],
      [...SOLVE, '--trace', 'off', '--log', join(folder, 'x.jsonl')],
      [...SOLVE, '--trace', 'sealed', '--log', join(folder, 'x.jsonl'), '--server', 'http://127.0.0.1:1'],
      [...SOLVE, '--trace', 'secret'],
      ['serve', '--memory', '--port', '0', '--example', '--trace', 'off'],
    ]) {
      const { code, err, out } = await espalier(args)
      expect(code, args.join(' ')).toBe(ExitCode.usage)
      expect(err).toMatch(/^error: .+\n$/)
      expect(out).toBe('')
    }
  })

  it('asks a server for the same, and says so where it shows less than it was asked for', async () => {
    const server = await startServer({ port: 0, trace: 'sealed' })
    try {
      const args = ['solve', '4 9 10 13', '--server', server.url, '--json']
      const refused = await espalier(args)
      expect(refused.code).toBe(ExitCode.server)
      expect(refused.err).toContain('--trace sealed')
      const { code, out } = await espalier([...args, '--trace', 'sealed'])
      expect([ExitCode.ok, ExitCode.unsolved]).toContain(code)
      expect(out).not.toMatch(STEP)
      expect(JSON.parse(out)).toMatchObject({
        path: [],
        trace: { level: 'sealed', seal: expect.any(String) as string },
      })
    } finally {
      await server.close()
    }
  })
})

describe('espalier verify-trace', () => {
  it('proves a log by the seal that was given of it, also one from the middle, and nothing else', async () => {
    const file = join(folder, 'sealed.jsonl')
    const { out } = await espalier([...SOLVE, '--trace', 'sealed', '--log', file, '--json'])
    const { trace, events } = JSON.parse(out) as HiddenSummary
    const seal = trace.seal!
    const proven = await espalier(['verify-trace', file, '--seal', seal])
    expect(proven).toMatchObject({ code: ExitCode.ok, err: '' })
    expect(proven.out).toContain(`${events} events of ${events}`)
    // The log is a log like any other, and says what its seal was made with.
    expect((await espalier(['replay', file])).code).toBe(ExitCode.ok)
    const other = await espalier([...SOLVE, '--seed', '2', '--trace', 'sealed', '--json'])
    for (const [wrong, said] of [
      [(JSON.parse(other.out) as HiddenSummary).trace.seal!, /another seal|sealed|events/],
      [seal.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')), /another seal/],
      ['nonsense', /not a seal/],
    ] as const) {
      const { code, err } = await espalier(['verify-trace', file, '--seal', wrong])
      expect(code).toBe(ExitCode.file)
      expect(err).toMatch(said)
    }
    const open = join(folder, 'open.jsonl')
    await espalier([...SOLVE, '--log', open])
    expect((await espalier(['verify-trace', open, '--seal', seal])).err).toContain('not of a sealed search')
    const forged = join(folder, 'forged.jsonl')
    writeFileSync(forged, readFileSync(file, 'utf8').replace(/"label":"\d+ [-+*/]/, '"label":"7 *'))
    expect((await espalier(['verify-trace', forged, '--seal', seal])).code).toBe(ExitCode.file)
  })
})
