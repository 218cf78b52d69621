import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import { openEmbeddedCatalog } from '../run/open-catalog.ts'
import { openLegalSteps } from '../testing/legal-steps-model.ts'
import { memoryIo } from '../testing/memory-io.ts'

interface Report {
  readonly items: number
  readonly problems: number
  readonly unparsed: number
  readonly failed: number
  readonly votes: number
  readonly unreadVotes: number
  readonly bins: readonly { readonly count: number }[]
  readonly auc: { readonly value: number; readonly low: number; readonly high: number } | null
  readonly accuracy: { readonly value: number } | null
  readonly overRating: { readonly value: number }
  readonly brier: { readonly value: number }
  readonly kappa: { readonly value: number } | null
}

/** A judge behind HTTP that calls right what ends in an even digit, and mumbles where an answer says so. */
async function evenJudge(status = 200) {
  const keys: (string | undefined)[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => void parts.push(part))
    request.on('end', () => {
      keys.push(request.headers.authorization)
      const { messages, n = 1 } = JSON.parse(Buffer.concat(parts).toString()) as {
        readonly messages: readonly { readonly content: string }[]
        readonly n?: number
      }
      const prompt = messages.at(-1)!.content
      const candidate = /<<< CANDIDATE \w+\n([\s\S]*?)\n>>> CANDIDATE/.exec(prompt)![1]!
      const key = /\((\w+)\): …$/.exec(prompt)![1]!
      const said = candidate.includes('mumble')
        ? 'hm'
        : `Final Judgement (${key}): ${/[02468]$/.test(candidate) ? 'Yes' : 'No'}`
      const choices = Array.from({ length: n }, (_, index) => ({
        index,
        message: { content: said },
        finish_reason: 'stop',
      }))
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ choices, usage: { prompt_tokens: 1, completion_tokens: 1 } }))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    keys,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

describe('espalier calibrate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-calibrate-'))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  const file = (name: string, ...rows: readonly unknown[]): string => {
    const path = join(folder, name)
    writeFileSync(path, rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''))
    return path
  }
  const run = async (
    args: readonly string[],
    openCatalog = openLegalSteps(),
    env: Readonly<Record<string, string>> = {},
  ) => {
    const io = memoryIo({ env })
    const code = await runCli(['calibrate', ...args], { io, openCatalog }, '1')
    return { code, out: io.stdout.text, err: io.stderr.text }
  }
  const reportOf = ({ out }: { readonly out: string }): Report => JSON.parse(out) as Report

  it('finds no fault with a model that values states by whether they can be solved, but that its values are too near to one half', async () => {
    const report = reportOf(await run(['--task', 'game24', '--count', '12', '--resamples', '50', '--json']))
    expect(report).toMatchObject({ problems: 12, unparsed: 0, failed: 0, votes: 0 })
    expect([report.auc?.value, report.accuracy?.value, report.overRating.value, report.kappa?.value]).toEqual([
      1, 1, 0, 1,
    ])
    expect(report.brier.value).toBeCloseTo(0.0625, 12)
  })

  it('measures the embedded model offline, the same for the same seed', async () => {
    const args = ['--task', 'game24', '--count', '20', '--resamples', '100', '--json']
    const [one, other] = [await run(args, openEmbeddedCatalog), await run(args, openEmbeddedCatalog)]
    expect(one.err).toBe('')
    expect(one.out).toBe(other.out)
    const { auc, items, bins } = reportOf(one)
    expect(auc!.low).toBeGreaterThan(0.6)
    expect(auc!.low <= auc!.value && auc!.value <= auc!.high).toBe(true)
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(items)
  })

  it('measures the model of graph questions, in thoughts and in words, where truth is whether the answer can be reached', async () => {
    for (const model of ['prosqa-latent', 'prosqa-token']) {
      const args = ['--task', 'prosqa', '--model', model, '--count', '20', '--resamples', '100', '--json']
      const found = await run(args, openEmbeddedCatalog)
      expect(found.err).toBe('')
      const { auc, unparsed, bins, items } = reportOf(found)
      expect(unparsed).toBe(0)
      expect(auc!.low).toBeGreaterThan(0.9)
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(items)
    }
    expect((await run(['--task', 'prosqa', '--model', 'countdown-1m'], openEmbeddedCatalog)).code).toBe(ExitCode.usage)
  })

  it('prints tables for people', async () => {
    const { code, out } = await run([
      '--task',
      'countdown',
      '--numbers',
      '4',
      '--count',
      '5',
      '--resamples',
      '20',
      '--bins',
      '4',
    ])
    expect(code).toBe(ExitCode.ok)
    expect(out).toMatch(/^calibrate: the value of legal-steps, against exhaustive search\n\d+ items of 5 problems\n/)
    for (const row of [
      'accuracy, %',
      'AUC',
      'Brier score',
      'expected calibration error',
      'over-rating, points',
      'kappa with the checker',
      'items without a value, %',
    ])
      expect(out).toMatch(new RegExp(`\\| ${row.replace(/[%,]/g, '\\$&')} +\\| [-\\d.]+`))
    expect(out).toMatch(/\| 0\.00-0\.25 +\| 0 /)
  })

  it('measures a judge behind HTTP on the items of a file, and what it does not say', async () => {
    const judge = await evenJudge()
    const items = file(
      'items.jsonl',
      { question: 'a', answer: '2', label: true },
      { question: 'b', answer: '1', label: false },
      { question: 'c', answer: '4', label: false },
      { question: 'd', answer: '0.5', expected: '1/2' },
      '',
      { question: 'e', answer: 'mumble', label: true },
    )
    const args = [
      '--items',
      items,
      '--base-url',
      judge.url,
      '--model',
      'm',
      '--allow-private',
      '--votes',
      '3',
      '--api-key-env',
      'JUDGE_KEY',
      '--json',
    ]
    const found = await run(args, undefined, { JUDGE_KEY: 'secret' })
    judge.close()
    expect(found.err).toBe('')
    expect(found.out).not.toContain('secret')
    const report = reportOf(found)
    expect(report).toMatchObject({
      items: 5,
      unparsed: 1,
      votes: 3 * 4 + 9,
      unreadVotes: 9,
      failed: 0,
      accuracy: { value: 0.5 },
      auc: { value: 0.5 },
    })
    expect(new Set(judge.keys)).toEqual(new Set(['Bearer secret']))
  })

  it('says what is wrong with a request in one line', async () => {
    const items = file('one.jsonl', { question: 'a', answer: '2', label: true })
    expect(await run([])).toMatchObject({
      code: ExitCode.usage,
      err: 'error: --items and --task: expected one of the two\n',
    })
    expect((await run(['--items', items])).err).toMatch(/expected --base-url and --model/)
    expect((await run(['--items', items, '--base-url', 'http://127.0.0.1:1'])).err).toMatch(/expected --model/)
    expect((await run(['--items', items, '--base-url', 'http://u:p@x.test', '--model', 'm'])).code).toBe(ExitCode.usage)
    expect(
      (await run(['--items', items, '--base-url', 'http://x.test', '--model', 'm', '--api-key-env', 'NONE'])).err,
    ).toMatch(/no variable NONE/)
    expect((await run(['--task', 'game24', '--model', 'nobody'])).code).toBe(ExitCode.usage)
    const judging = ['--base-url', 'http://127.0.0.1:1/v1', '--model', 'm']
    for (const [row, message] of [
      ['{', /bad\.jsonl, line 1: not JSON/],
      ['[]', /question: expected a text/],
      [{ question: 'a', answer: 1, label: true }, /answer: expected a text/],
      [{ question: 'a', answer: '1' }, /"label": true or false/],
      [{ question: 'a', answer: '1', label: 'yes' }, /"label": true or false/],
      ['', /no items/],
    ] as const) {
      const bad = await run(['--items', file('bad.jsonl', row), ...judging])
      expect(bad.code).toBe(ExitCode.file)
      expect(bad.err).toMatch(message)
    }
    expect((await run(['--items', join(folder, 'none'), ...judging])).code).toBe(ExitCode.file)
  })

  it('reaches no private address unasked, and ends with the code of a server where nothing answers', async () => {
    const judge = await evenJudge(401)
    const items = file('one.jsonl', { question: 'a', answer: '2', label: true })
    const args = ['--items', items, '--base-url', judge.url, '--model', 'm']
    expect(await run(args)).toMatchObject({
      code: ExitCode.server,
      err: expect.stringContaining('not public') as string,
    })
    expect(judge.keys).toEqual([])
    expect(await run([...args, '--allow-private'])).toMatchObject({
      code: ExitCode.server,
      err: expect.stringContaining('HTTP 401') as string,
    })
    judge.close()
  })
})
