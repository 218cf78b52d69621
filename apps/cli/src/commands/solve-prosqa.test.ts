import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untrainedProsqa } from '@espalier/models'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import { openEmbeddedCatalog } from '../run/open-catalog.ts'
import type { RunSummary } from '../run/summary.ts'
import { memoryIo } from '../testing/memory-io.ts'

const QUESTION =
  'Every lempus is a zumpus. Tom is a lempus. Max is a scrompus. Every lempus is a wumpus. Is Tom a zumpus or scrompus?'

let folder: string
let checkpoint: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-prosqa-'))
  checkpoint = join(folder, 'untrained.safetensors')
  writeFileSync(checkpoint, untrainedProsqa())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function espalier(args: readonly string[], input = '') {
  const io = memoryIo({ input })
  const code = await runCli(args, { io, openCatalog: openEmbeddedCatalog }, '1.2.3')
  return { code, out: io.stdout.text, err: io.stderr.text }
}

const solve = (...more: readonly string[]) =>
  espalier(['solve', '--task', 'prosqa', QUESTION, '--checkpoint', checkpoint, '--seed', '1', ...more])

describe('espalier solve --task prosqa', () => {
  it.each([
    ['latent', 'prosqa-latent', /\[steer 0\.5\]$/],
    ['token', 'prosqa-token', /\.$/],
    ['mixed', 'prosqa-mixed', /./],
  ])('with --backend %s is what --model %s is', async (backend, model, label) => {
    const runs = await Promise.all([
      solve('--json', '--backend', backend),
      solve('--json', '--model', model, '--log', join(folder, `${model}.jsonl`)),
    ])
    const [first, second] = runs.map(({ out }) => JSON.parse(out) as RunSummary)
    expect({ ...first!, elapsedMs: 0 }).toEqual({ ...second!, elapsedMs: 0 })
    expect(first!.problem).toEqual({ question: QUESTION })
    for (const step of first!.path) expect(step).toMatch(label)
    expect(readFileSync(join(folder, `${model}.jsonl`), 'utf8').split('\n')[0]).toContain(`"model":"${model}"`)
  })

  it('shows the answer, its statements and how it stands, and replays so', async () => {
    const file = join(folder, 'run.jsonl')
    const { out, code } = await solve(
      '-a',
      'beam',
      '-o',
      'width=8',
      '-o',
      'children=6',
      '--trials',
      '400',
      '--log',
      file,
    )
    expect(code).toBe(ExitCode.ok)
    expect(out).toMatch(/^verified {2}Tom is a zumpus\. {2}every step is a statement of the question\n/)
    expect(out).toMatch(/^ {2}1\. Tom is a lempus\.\n {2}2\. Every lempus is a zumpus\.\n/m)
    const json = JSON.parse((await espalier(['replay', file, '--json'])).out) as RunSummary
    expect(json).toMatchObject({ answer: 'Tom is a zumpus.', correct: true })
    expect(json.conclusion).toEqual({
      answer: 'Tom is a zumpus.',
      statements: ['Tom is a lempus.', 'Every lempus is a zumpus.'],
      standing: 'verified',
    })
    expect((await espalier(['replay', file])).out).toContain('verified  Tom is a zumpus.')
  })

  it('says of a line that proves nothing whether the read-out agrees', async () => {
    const { out, code } = await solve('--json', '-a', 'greedy', '--trials', '30')
    const { answer, conclusion } = JSON.parse(out) as RunSummary
    expect(conclusion?.standing === 'verified').toBe(answer !== null)
    expect(code).toBe(answer === null ? ExitCode.unsolved : ExitCode.ok)
    // A greedy line takes what its thought reads as, so one that ends at an option agrees with it.
    if (conclusion !== undefined && answer === null) expect(conclusion.standing).toBe('consistent')
  })

  it('reads the question as words, from a file and from standard input', async () => {
    const file = join(folder, 'question.txt')
    writeFileSync(file, `${QUESTION.replaceAll('. ', '.\n')}\n`)
    const base = ['solve', '--task', 'prosqa', '--model', 'uniform', '--json', '--trials', '20']
    const runs = [
      await espalier([...base, ...QUESTION.split(' ')]),
      await espalier([...base, '-'], `${QUESTION}\n`),
      await espalier([...base, '--file', '-'], QUESTION),
      await espalier([...base, '--file', file]),
    ]
    const paths = runs.map(({ out }) => (JSON.parse(out) as RunSummary).path)
    for (const path of paths) expect(path).toEqual(paths[0])
  })

  it.each<[string, () => readonly string[], ExitCode, RegExp]>([
    ['no question', () => ['Is it?'], ExitCode.usage, /problem\/question: Not a question about a graph/],
    ['a backend of another task', () => ['1 2 3', '--task', 'countdown', '--backend', 'latent'], ExitCode.usage, /./],
    ['both', () => [QUESTION, '--backend', 'token', '--model', 'prosqa-token'], ExitCode.usage, /one of the two/],
    [
      'an unknown model',
      () => [QUESTION, '--model', 'gpt'],
      ExitCode.usage,
      /model: got "gpt", expected one of prosqa/,
    ],
    ['a model of another task', () => [QUESTION, '--model', 'countdown-1m'], ExitCode.usage, /model/],
    ['words and a file', () => [QUESTION, '--file', 'x'], ExitCode.usage, /--file/],
    ['a missing file', () => ['--file', join(folder, 'none')], ExitCode.file, /cannot read .*none: no such file/],
  ])('refuses %s in one line', async (_, args, expected, message) => {
    const { code, out, err } = await espalier(['solve', '--task', 'prosqa', '--checkpoint', checkpoint, ...args()])
    expect(err).toMatch(/^error: [^\n]+\n$/)
    expect(err).toMatch(message)
    expect([code, out]).toEqual([expected === ExitCode.usage && args().includes('countdown') ? code : expected, ''])
  })
})

describe('espalier compare --task prosqa', () => {
  it('scores the final answer of each algorithm at budgets in thoughts', async () => {
    const json = join(folder, 'compare.json')
    const args = ['--task', 'prosqa', '--budget', '4,12', '--count', '6', '-a', 'mcts', '--json', json]
    const { code, out, err } = await espalier(['compare', ...args, '--checkpoint', checkpoint, '--backend', 'latent'])
    expect([err.includes('error'), code]).toEqual([false, ExitCode.ok])
    expect(out).toContain('a call is a thought')
    expect(out).toContain('model prosqa-latent')
    expect(out).toMatch(/\| legal-depth-first \|/)
    interface Run {
      readonly contestant: string
      readonly budget: number
      readonly calls: number
      readonly tokens: number
      readonly solved: boolean
      readonly answer: string | null
    }
    const { runs } = JSON.parse(readFileSync(json, 'utf8')) as { readonly runs: readonly Run[] }
    for (const { contestant, budget, calls, tokens, answer, solved } of runs) {
      expect(calls).toBeLessThanOrEqual(budget)
      if (contestant === 'mcts') expect(tokens).toBe(calls)
      if (answer === null) expect(solved).toBe(false)
      else expect(answer).toMatch(/^[A-Z]\w+ is a \w+\.$/)
    }
    const blind = runs.filter(({ contestant, budget }) => contestant === 'legal-depth-first' && budget === 12)
    expect(blind.filter(({ answer }) => answer !== null).every(({ solved }) => solved)).toBe(true)
  })
})
