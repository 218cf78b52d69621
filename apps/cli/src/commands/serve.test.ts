import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import { openEmbeddedCatalog } from '../run/open-catalog.ts'
import type { RunSummary } from '../run/summary.ts'
import { memoryIo } from '../testing/memory-io.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-serve-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function espalier(args: readonly string[], io = memoryIo()) {
  const code = await runCli(args, { io, openCatalog: openEmbeddedCatalog }, '1.2.3')
  return { code, out: io.stdout.text, err: io.stderr.text }
}

/** Serves until the test is done. */
async function whileServing(args: readonly string[], work: (url: string, out: string) => Promise<void>): Promise<void> {
  const io = memoryIo()
  const serving = espalier(['serve', '--port', '0', ...args], io)
  try {
    await vi.waitFor(() => expect(io.stdout.text).toContain(args.includes('--example') ? 'Serving' : 'Ctrl-C'), {
      timeout: 60_000,
      interval: 20,
    })
    await work(/http:\/\/127\.0\.0\.1:\d+/.exec(io.stdout.text)![0], io.stdout.text)
  } finally {
    io.interrupt()
    expect((await serving).code).toBe(ExitCode.ok)
  }
}

describe('espalier serve', () => {
  it('runs searches for espalier solve --server, with the log that a run in this process has', () =>
    whileServing(['--memory'], async (url) => {
      const words = ['solve', '4 9 10 13', '--seed', '3', '--trials', '60', '--json']
      const log = join(folder, 'remote.jsonl')
      const [here, there] = await Promise.all([
        espalier(words),
        espalier([...words, '--server', `${url}/`, '--log', log]),
      ])
      const [local, remote] = [here, there].map(({ out }) => JSON.parse(out) as RunSummary)
      expect({ ...remote, elapsedMs: 0 }).toEqual({ ...local, elapsedMs: 0 })
      expect(there.code).toBe(here.code)
      const replayed = await espalier(['replay', log, '--json'])
      expect((JSON.parse(replayed.out) as RunSummary).logHash).toBe(local!.logHash)
    }))

  it('passes models behind other servers on, by the names of a file', async () => {
    const models = join(folder, 'models.json')
    writeFileSync(models, '{"models":{"far":{"baseUrl":"https://api.example.com/v1","model":"m"}}}')
    await whileServing(['--memory', '--models', models], async (url) => {
      const { data } = (await (await fetch(`${url}/v1/models`)).json()) as { readonly data: readonly { id: string }[] }
      expect(data.map(({ id }) => id)).toContain('far')
    })
    writeFileSync(models, '{"models":{"far":{"model":"m"}}}')
    const refused = await espalier(['serve', '--memory', '--models', models])
    expect(refused).toMatchObject({ code: ExitCode.usage, err: expect.stringContaining('models.far.baseUrl') })
  })

  it('starts an example, solves the puzzles of the demo, keeps them in its folder, and refuses a second server there', () =>
    whileServing(['--data', join(folder, 'searches'), '--example'], async (url, out) => {
      const id = /\/s\/(\S+)/.exec(out)![1]!
      expect(await (await fetch(`${url}/v1/searches/${id}`)).json()).toMatchObject({ id, spec: { name: 'example' } })
      const second = await espalier(['serve', '--port', '0', '--data', join(folder, 'searches')])
      expect(second.code).toBe(ExitCode.file)
      expect(second.err).toMatch(/^error: .+\n$/)
      const port = await espalier(['serve', '--memory', '--port', new URL(url).port])
      expect(port.code).toBe(ExitCode.server)
      expect(port.err).toMatch(/^error: .*port.*\n$/i)
    }))

  it('says in one line what is wrong', async () => {
    const broken = join(folder, 'broken.safetensors')
    writeFileSync(broken, 'nothing')
    const cases = [
      [['serve', '--port', '70000'], ExitCode.usage],
      [['serve', '--memory', '--port', '0', '--host', '0.0.0.0'], ExitCode.server],
      [['serve', '--memory', '--port', '0', '--countdown', broken], ExitCode.file],
      [['solve', '4 9 10 13', '--server', 'nowhere'], ExitCode.usage],
      [['solve', '4 9 10 13', '--server', 'http://127.0.0.1:1'], ExitCode.server],
    ] as const
    for (const [args, code] of cases) {
      const result = await espalier(args)
      expect(result.code, args.join(' ')).toBe(code)
      expect(result.err, args.join(' ')).toMatch(/^error: .+\n$/)
      expect(result.out).toBe('')
    }
  })
})
