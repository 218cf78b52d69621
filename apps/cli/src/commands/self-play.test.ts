import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lineageSchema } from '@espalier/protocol'
import type { Message, RoleName, Roles, SelfPlayEvent } from '@espalier/self-play'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import { readLog } from '../log/log-reader.ts'
import { openLegalSteps } from '../testing/legal-steps-model.ts'
import { memoryIo, type MemoryIo } from '../testing/memory-io.ts'

interface ChatBody {
  readonly model: RoleName
  readonly messages: readonly Message[]
  readonly n?: number
  readonly temperature: number
  readonly top_p?: number
  readonly max_tokens: number
  readonly seed: number
}

/** Roles that count letters: a prompt asks for a number of x, the judge counts them and errs now and then, the refiner adds one or two. */
const ROLES = `
const usage = { calls: 1, promptTokens: 10, completionTokens: 5 }
const wanted = (text) => Number(/exactly (\\d+) x/.exec(text)[1])
const shown = (messages) => /Output: "(x*)"/.exec(messages[0].content)[1]
const say = (texts) => Promise.resolve({ texts, usage })
export const actor = (messages, { n, seed }) =>
  say(Array.from({ length: n }, (_, i) => 'x'.repeat(1 + ((seed + i) % 4))))
export const judge = (messages, { n, seed }) => {
  const right = shown(messages).length >= wanted(messages[0].content)
  return say(Array.from({ length: n }, (_, i) => 'Final Judgement: ' + (right !== ((seed >> i) % 8 === 0) ? 'Yes' : 'No')))
}
export const refiner = (messages, { seed }) =>
  say(['Reflection: more x. [[start]] ' + shown(messages) + 'x'.repeat(1 + (seed % 2)) + ' [[end]]'])
export const verify = ({ prompt }, response) => response.length === wanted(prompt)
`
const PROMPTS = Array.from({ length: 12 }, (_, i) =>
  JSON.stringify({ id: `p${i}`, prompt: `Write exactly ${3 + (i % 4)} x.` }),
)

let folder: string
const file = (name: string): string => join(folder, name)
const linesOf = <T>(...path: readonly string[]): T[] =>
  readFileSync(join(folder, ...path), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)

async function selfPlay(args: readonly string[], io: MemoryIo = memoryIo()) {
  const code = await runCli(['self-play', ...args], { io, openCatalog: openLegalSteps() }, '1')
  return { code, out: io.stdout.text, err: io.stderr.text }
}
const run = (out: string, ...more: readonly string[]) =>
  selfPlay(['run', '--prompts', file('prompts.jsonl'), '--roles', file('roles.mjs'), '--out', file(out), ...more])

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-self-play-'))
  writeFileSync(file('roles.mjs'), ROLES)
  writeFileSync(file('prompts.jsonl'), `${PROMPTS.join('\n')}\nnot json\n{"prompt":""}\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('espalier self-play', () => {
  it('runs, keeps everything, and exports as many rows as its events say', async () => {
    const { code, out, err } = await run('whole')
    expect({ code, err }).toEqual({ code: ExitCode.ok, err: '' })
    expect(out).toContain('line 13 left out: not-json\nline 14 left out: no-prompt\nround 1: 12 prompts\n')
    expect(out).toMatch(/\| 1, refinements \| \d+ \| /)
    const events = linesOf<SelfPlayEvent>('whole', 'events.jsonl')
    const data = events.find((event) => event.type === 'stage-end' && event.stage === 'data')
    const { pairs, examples } = (data as Extract<SelfPlayEvent, { type: 'stage-end' }>).counts
    expect(pairs).toBeGreaterThan(3)
    for (const format of ['trl', 'llama-factory', 'axolotl', 'openai']) {
      const exported = await selfPlay(['export', file('whole'), '--format', format])
      expect(exported).toMatchObject({ code: ExitCode.ok, err: '' })
      for (const [rows, count] of [
        ['dpo', pairs],
        ['sft', examples],
      ] as const) {
        expect(linesOf('whole', 'export', format, `${rows}.jsonl`)).toHaveLength(count!)
        expect(linesOf('whole', 'export', format, `${rows}.provenance.jsonl`)).toHaveLength(count!)
      }
    }
    const card = readFileSync(file('whole/export/trl/README.md'), 'utf8')
    expect(card).toContain('## Judge and verifier')
    const parquet = ['export', file('whole'), '--format', 'trl', '--parquet', '--out', file('parquet')]
    expect((await selfPlay(parquet)).code).toBe(ExitCode.ok)
    expect(readdirSync(file('parquet'))).toContain('dpo.parquet')
  })

  it('writes the lineage of a run for the page', async () => {
    const { code, out } = await selfPlay(['lineage', file('whole')])
    expect({ code, out }).toEqual({
      code: ExitCode.ok,
      out: `12 prompts in ${file('whole/lineage.json')}; open it on the page of espalier serve\n`,
    })
    const lineage = lineageSchema.parse(JSON.parse(readFileSync(file('whole/lineage.json'), 'utf8')))
    const { rounds } = JSON.parse(readFileSync(file('whole/report.json'), 'utf8')) as { rounds: unknown }
    expect(lineage).toMatchObject({ name: 'whole', gate: 0.5, rounds, heldOut: [] })
    const outcomes = linesOf<{ id: string; refinement: { nodes: unknown[] } | null }>('whole', 'outcomes.jsonl')
    expect(lineage.prompts.map(({ id, tree }) => [id, tree?.nodes.length])).toEqual(
      outcomes.map(({ id, refinement }) => [id, refinement === null ? undefined : refinement.nodes.length + 1]),
    )
    expect((await selfPlay(['lineage', file('whole'), '--out', file('elsewhere.json')])).code).toBe(ExitCode.ok)
    expect(readFileSync(file('elsewhere.json'), 'utf8')).toBe(readFileSync(file('whole/lineage.json'), 'utf8'))
  })

  it('writes the log of every search, whole', async () => {
    const outcomes = linesOf<{ refinement: { search: string; nodes: unknown[] } | null }>('whole', 'outcomes.jsonl')
    const searches = outcomes.flatMap(({ refinement }) => (refinement === null ? [] : [refinement]))
    expect(readdirSync(file('whole/searches')).sort()).toEqual(searches.map(({ search }) => `${search}.jsonl`).sort())
    const log = readLog(file(`whole/searches/${searches[0]!.search}.jsonl`))
    let added = 0
    for (;;) {
      const next = await log.next()
      if (next.done === true) break
      if (next.value.envelope.event.type === 'node-add') added++
    }
    expect(added).toBe(searches[0]!.nodes.length)
    const io = memoryIo()
    const args = ['replay', file(`whole/searches/${searches[0]!.search}.jsonl`)]
    expect(await runCli(args, { io, openCatalog: openLegalSteps() }, '1')).toBe(ExitCode.ok)
    expect(io.stdout.text).toContain('unverified')
    expect(io.stdout.text).toContain('proven')
  })

  it('stops at a budget, goes on, and comes to the same as without', async () => {
    const first = await run('parts', '--max-calls', '40')
    expect(first.code).toBe(ExitCode.unsolved)
    expect(first.out).toContain('budget spent, run: 40 calls; ')
    expect((await selfPlay(['export', file('parts'), '--format', 'trl'])).err).toContain('not finished')
    expect((await selfPlay(['lineage', file('parts')])).err).toContain('not finished')
    expect((await selfPlay(['resume', file('parts'), '--max-calls', '60'])).code).toBe(ExitCode.unsolved)
    expect(linesOf('parts', 'record.jsonl')).toHaveLength(60)
    expect((await selfPlay(['resume', file('parts')])).code).toBe(ExitCode.ok)
    for (const name of ['outcomes.jsonl', 'pairs.jsonl', 'examples.jsonl', 'report.json'])
      expect(readFileSync(file(`parts/${name}`), 'utf8')).toBe(readFileSync(file(`whole/${name}`), 'utf8'))
    const calls = linesOf('whole', 'record.jsonl').length
    expect(linesOf('parts', 'record.jsonl')).toHaveLength(calls)
    // A finished run may be looked at again, for nothing.
    const again = await selfPlay(['resume', file('parts'), '--json', '--max-calls', '0'])
    expect(JSON.parse(again.out)).toMatchObject({ failed: 0, spent: { all: { calls } }, rounds: [{ round: 1 }] })
  })

  it('ends with Ctrl-C and what it has', async () => {
    const io = memoryIo()
    writeFileSync(
      file('stuck.mjs'),
      `export { actor, refiner } from './roles.mjs'
export const judge = (_, { signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('called off'))))
`,
    )
    const args = ['run', '--prompts', file('prompts.jsonl'), '--roles', file('stuck.mjs'), '--out', file('stopped')]
    const running = selfPlay(args, io)
    while (!existsSync(file('stopped/record.jsonl')) || readFileSync(file('stopped/record.jsonl')).length === 0)
      await new Promise((resolve) => setImmediate(resolve))
    io.interrupt()
    const { code, out } = await running
    expect(code).toBe(ExitCode.interrupted)
    expect(out).toContain(`go on: espalier self-play resume ${file('stopped')}`)
    expect((await selfPlay(['resume', file('stopped'), '--roles', file('roles.mjs')])).code).toBe(ExitCode.ok)
    expect(readFileSync(file('stopped/pairs.jsonl'), 'utf8')).toBe(readFileSync(file('whole/pairs.jsonl'), 'utf8'))
  })

  it('plays against endpoints, and comes to the same as in process', async () => {
    const roles = (await import(/* @vite-ignore */ pathToFileURL(file('roles.mjs')).href)) as unknown as Roles
    const server = createServer((request, response) => {
      void (async () => {
        const body = (await json(request)) as ChatBody
        const { model, messages, n = 1, temperature, top_p: topP = 1, max_tokens: maxTokens, seed } = body
        const { signal } = new AbortController()
        const { texts } = await roles[model](messages, { n, temperature, topP, maxTokens, seed, signal })
        const choices = texts.map((content, index) => ({
          index,
          finish_reason: 'stop',
          message: { role: 'assistant', content },
        }))
        const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ choices, usage }))
      })()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
      const models = Object.fromEntries(
        ['actor', 'judge', 'refiner'].map((model) => [model, { baseUrl, model, allowPrivateAddresses: true }]),
      )
      writeFileSync(file('endpoints.json'), JSON.stringify({ models }))
      const args = ['--prompts', file('prompts.jsonl'), '--roles', file('endpoints.json'), '--out', file('remote')]
      const { code, err } = await selfPlay(['run', ...args])
      expect(code).toBe(ExitCode.ok)
      // Each model says once that nobody knows its price.
      expect(err.match(/"type":"unknown-price"/g)).toHaveLength(3)
    } finally {
      server.closeAllConnections()
      server.close()
    }
    expect(readFileSync(file('remote/pairs.jsonl'), 'utf8')).toBe(readFileSync(file('whole/pairs.jsonl'), 'utf8'))
    writeFileSync(file('half.json'), '{"models":{"actor":{"baseUrl":"http://127.0.0.1:9/v1","model":"m"}}}')
    const half = ['run', '--prompts', file('prompts.jsonl'), '--roles', file('half.json'), '--out', file('none')]
    expect(await selfPlay(half)).toMatchObject({
      code: ExitCode.usage,
      err: expect.stringContaining('models: got actor, expected actor and judge'),
    })
  })

  it('plays with other numbers and another search', async () => {
    writeFileSync(file('settings.json'), '{"sample":{"n":2},"judge":{"n":3},"refine":{"maxRefinements":4}}')
    const { code } = await run('mcts', '--settings', file('settings.json'), '-a', 'mcts', '-o', 'c=0.5')
    expect(code).toBe(ExitCode.ok)
    const [start] = linesOf<Record<string, unknown>>('mcts', 'events.jsonl')
    expect(start).toMatchObject({
      settings: {
        sample: { n: 2 },
        judge: { n: 3 },
        refine: { algorithm: 'mcts', maxRefinements: 4, options: { c: 0.5 } },
      },
    })
  })

  it('says what is wrong, and keeps nothing of it', async () => {
    writeFileSync(file('no-judge.mjs'), 'export const actor = () => {}\n')
    writeFileSync(file('bad.json'), '{"judge":{"votes":5}}')
    const prompts = ['--prompts', file('prompts.jsonl')]
    const out = ['--out', file('none')]
    const refused = (args: readonly string[]) => selfPlay(['run', ...args])
    expect(await refused([...prompts, ...out, '--roles', file('no-judge.mjs')])).toMatchObject({
      code: ExitCode.usage,
      err: expect.stringContaining('judge: got undefined, expected a function'),
    })
    expect((await refused([...prompts, ...out, '--roles', file('missing.mjs')])).code).toBe(ExitCode.file)
    const roles = ['--roles', file('roles.mjs')]
    expect((await refused(['--prompts', file('missing.jsonl'), ...out, ...roles])).code).toBe(ExitCode.file)
    expect(await refused([...prompts, ...out, ...roles, '--settings', file('bad.json')])).toMatchObject({
      code: ExitCode.usage,
      err: expect.stringContaining('judge.votes: unknown, expected one of n, tries'),
    })
    expect(await refused([...prompts, ...out, ...roles, '-a', 'astrology'])).toMatchObject({ code: ExitCode.usage })
    expect(await refused([...prompts, ...out, ...roles, '--max-cost', 'much'])).toMatchObject({ code: ExitCode.usage })
    expect(existsSync(file('none/run.json'))).toBe(false)
    expect(await run('whole')).toMatchObject({
      code: ExitCode.usage,
      err: expect.stringContaining('holds a run already'),
    })
    expect((await selfPlay(['resume', file('nowhere')])).code).toBe(ExitCode.file)
    expect(existsSync(file('nowhere'))).toBe(false)
    expect((await selfPlay(['export', file('whole'), '--format', 'openai', '--parquet'])).code).toBe(ExitCode.usage)
  })

  it('refuses rows that are not as many as the events say, and a record that was changed', async () => {
    const pairs = readFileSync(file('mcts/examples.jsonl'), 'utf8')
    writeFileSync(file('mcts/examples.jsonl'), pairs.slice(pairs.indexOf('\n') + 1))
    expect(await selfPlay(['export', file('mcts'), '--format', 'trl'])).toMatchObject({
      code: ExitCode.file,
      err: expect.stringMatching(/got \d+ pairs and \d+ examples, expected \d+ and \d+ by its events/),
    })
    const outcomes = readFileSync(file('mcts/outcomes.jsonl'), 'utf8')
    writeFileSync(file('mcts/outcomes.jsonl'), outcomes.slice(outcomes.indexOf('\n') + 1))
    expect(await selfPlay(['lineage', file('mcts')])).toMatchObject({
      code: ExitCode.file,
      err: expect.stringContaining('round 1: got 11 prompts, expected 12 by its report'),
    })
    writeFileSync(file('mcts/outcomes.jsonl'), '{}\n')
    expect(await selfPlay(['lineage', file('mcts')])).toMatchObject({
      code: ExitCode.file,
      err: expect.stringContaining('not outcomes'),
    })
    const record = readFileSync(file('mcts/record.jsonl'), 'utf8')
    writeFileSync(file('mcts/record.jsonl'), record.replace('"texts"', '"tests"'))
    expect(await selfPlay(['resume', file('mcts')])).toMatchObject({
      code: ExitCode.file,
      err: expect.stringContaining('record, line 1: damaged'),
    })
  })
})
