import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from '@espalier/server'
import { generateSeating, parseRow, checkRow } from '@espalier/tasks'
import { CODE_PROBLEMS } from '@espalier/tasks/code'
import { runCli } from '../cli.ts'
import { ExitCode } from '../exit-code.ts'
import { openEmbeddedCatalog } from '../run/open-catalog.ts'
import type { RunSummary } from '../run/summary.ts'
import { memoryIo } from '../testing/memory-io.ts'
import { wordModel } from '../testing/word-models.ts'

const SEATING = {
  people: ['Ada', 'Ben', 'Cleo', 'Dan'],
  constraints: [
    { type: 'at-an-end', person: 'Ada' },
    { type: 'left-of', person: 'Ben', other: 'Ada' },
    { type: 'apart', person: 'Cleo', other: 'Ada', between: 1 },
    { type: 'not-at', person: 'Dan', seat: 1 },
  ],
}

let folder: string
let server: RunningServer
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-words-'))
  server = await startServer({ port: 0, providers: { word: wordModel } })
  const word = { baseUrl: `${server.url}/v1`, model: 'word', allowPrivateAddresses: true }
  writeFileSync(at('models.json'), JSON.stringify({ models: { word } }))
  writeFileSync(at('seating.json'), JSON.stringify(SEATING))
  writeFileSync(at('code.json'), JSON.stringify(CODE_PROBLEMS[0]))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function espalier(args: readonly string[], input = '') {
  const io = memoryIo({ input })
  const code = await runCli(args, { io, openCatalog: openEmbeddedCatalog }, '1.2.3')
  return { code, out: io.stdout.text, err: io.stderr.text }
}

describe('espalier solve', () => {
  it('seats people without a model, and replays so', async () => {
    const log = at('seating.jsonl')
    const run = await espalier(['solve', '--task', 'seating', '--file', at('seating.json'), '--log', log])
    expect(run).toMatchObject({
      code: ExitCode.ok,
      out: expect.stringMatching(/^solved {2}Ben, Cleo, Dan, Ada\n/) as string,
    })
    const replayed = await espalier(['replay', log, '--json'])
    expect(JSON.parse(replayed.out)).toMatchObject({ answer: 'Ben, Cleo, Dan, Ada', correct: true, problem: SEATING })
    const words = await espalier(['solve', '--task', 'seating', JSON.stringify(SEATING), '-a', 'depth-first', '--json'])
    expect((JSON.parse(words.out) as RunSummary).answer).toBe('Ben, Cleo, Dan, Ada')
  })

  it('says what tasks in words take where no language model is given, and what is no problem', async () => {
    for (const [args, said] of [
      [['--task', 'text', 'Why?'], 'text takes a language model, and none is here: --models FILE'],
      [['--task', 'code', '--file', at('code.json')], 'code takes a language model'],
      [['--task', 'text', 'Why?', '--model', 'uniform'], 'uniform works at countdown, prosqa, seating, not at text'],
      [['--task', 'seating', 'Ada sits left of Ben'], 'seating takes JSON'],
      [['--task', 'seating', '{"people":["Ada","Ben","Cleo"],"constraints":[]}'], 'problem/constraints'],
      [['--task', 'text', 'Why?', '--models', at('models.json'), '--server', server.url], '--models: a server has'],
    ] as const) {
      const refused = await espalier(['solve', ...args])
      expect(refused).toMatchObject({ code: ExitCode.usage, out: '', err: expect.stringContaining(said) as string })
      expect(refused.err).toMatch(/^error: .+\n$/)
    }
  })

  it('has a function written by a model behind a server, and runs it to say how it stands', async () => {
    const solve = (...more: readonly string[]) =>
      espalier([
        'solve',
        '--task',
        'code',
        '--file',
        at('code.json'),
        '--models',
        at('models.json'),
        '-a',
        'mctsr',
        ...more,
      ])
    const log = at('code.jsonl')
    const { code, out } = await solve('--log', log)
    expect(code).toBe(ExitCode.ok)
    expect(out).toMatch(
      /^verified {2}const second = .*new Set.* {2}it passes every test\n {2}1\. second\(\[1,2,3\]\) is 2: passed\n/,
    )
    const replayed = await espalier(['replay', log])
    expect(replayed).toMatchObject({ err: '', out: expect.stringContaining('it passes every test') as string })
    const short = await solve('--trials', '2', '--json')
    expect(short.code).toBe(ExitCode.unsolved)
    expect(JSON.parse(short.out)).toMatchObject({ correct: false, conclusion: { standing: 'refuted' } })
  })

  it('answers a question in words, which nothing proves', async () => {
    const run = ['solve', '--task', 'text', 'What is six times seven?', '--models', at('models.json')]
    const { code, out, err } = await espalier(run)
    expect(err.split('\n').filter((line) => line.startsWith('error'))).toEqual([])
    expect(code).toBe(ExitCode.ok)
    expect(out).toMatch(/^unverified {2}42 {2}a judge voted for it, which proves nothing\n {2}1\. Six times seven\.\n/)
    const { out: json } = await espalier([...run, '--model', 'word', '--json'])
    expect(JSON.parse(json)).toMatchObject({ answer: '42', correct: false, value: 1, problem: { maxSteps: 16 } })
  })
})

describe('espalier replay --evidence', () => {
  it('shows the votes that were kept beside the log, those that could not be read among them, and of no other log', async () => {
    const log = at('text.jsonl')
    const run = ['solve', '--task', 'text', 'What is six times seven?', '--models', at('models.json'), '--log', log]
    await espalier(run)
    const { out, code } = await espalier(['replay', log, '--evidence'])
    expect(code).toBe(ExitCode.ok)
    expect(out).toMatch(
      /^#\d+ Answer: 42 trial \d+\n {2}1\.00 Yes {2}It follows\. .*\n(?:.*\n){1}? {2}not read {2}I cannot say\.\n/m,
    )
    expect(out).toContain('  agreement 100 %')
    expect(await espalier(['replay', log, '--evidence', '--json'])).toMatchObject({ code: ExitCode.ok })
    writeFileSync(at('other.jsonl.details'), readFileSync(`${log}.details`))
    await espalier(['solve', '4 9 10 13', '--model', 'uniform', '--trials', '5', '--log', at('other.jsonl')])
    expect((await espalier(['replay', at('other.jsonl'), '--evidence'])).out).toContain('no evidence of this log')
    writeFileSync(`${log}.details`, readFileSync(`${log}.details`, 'utf8').slice(0, -20))
    expect(await espalier(['replay', log, '--evidence'])).toMatchObject({
      code: ExitCode.file,
      out: expect.not.stringContaining('Yes') as string,
    })
  })
})

describe('espalier compare', () => {
  it('compares algorithms on seating puzzles without a model, with depth-first search beside them', async () => {
    const json = at('compare.json')
    const args = [
      'compare',
      '--task',
      'seating',
      '--budget',
      '2,200',
      '--count',
      '6',
      '--people',
      '5',
      '--algorithms',
      'mcts',
    ]
    const { code, out, err } = await espalier([...args, '-o', 'mcts.children=5', '--json', json])
    expect([code, err]).toEqual([ExitCode.ok, ''])
    expect(out).toContain('5 people')
    const { runs, problems } = JSON.parse(readFileSync(json, 'utf8')) as {
      readonly problems: readonly object[]
      readonly runs: readonly {
        readonly contestant: string
        readonly budget: number
        readonly calls: number
        readonly problem: number
        readonly answer: string | null
        readonly score: number
        readonly solved: boolean
      }[]
    }
    const puzzles = generateSeating(5, 6, 0)
    expect(problems).toHaveLength(6)
    expect(new Set(runs.map(({ contestant }) => contestant))).toEqual(
      new Set(['mcts', 'greedy', 'best-of-n', 'beam', 'legal-depth-first']),
    )
    for (const { answer, score, solved, problem, calls, budget } of runs) {
      expect(calls).toBeLessThanOrEqual(budget)
      const row = answer === null ? null : parseRow(puzzles[problem]!, answer)
      const checked = row?.ok === true ? checkRow(puzzles[problem]!, row.row) : null
      expect(score).toBe(checked?.ok === true ? checked.share : 0)
      expect(solved).toBe(score === 1)
    }
    const solved = (name: string) => runs.filter((run) => run.contestant === name && run.budget === 200 && run.solved)
    expect(solved('legal-depth-first')).toHaveLength(6)
    expect(solved('mcts')).toHaveLength(6)
  })

  it('compares them on code with a model that is named, and says what it takes otherwise', async () => {
    const args = ['compare', '--task', 'code', '--budget', '20', '--count', '1', '--algorithms', 'mctsr']
    const refused = await espalier(args)
    expect(refused).toMatchObject({
      code: ExitCode.usage,
      err: expect.stringContaining('code takes a language model') as string,
    })
    const { code, out } = await espalier([...args, '--models', at('models.json')])
    expect(code).toBe(ExitCode.ok)
    expect(out).toContain('code: small functions by their tests, model word')
    expect(out).toMatch(/\| mctsr +\| 100\.0/)
  })
})
