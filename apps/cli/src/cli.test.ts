import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALGORITHMS } from '@espalier/core'
import { checkAnswer } from '@espalier/tasks/scoring'
import { runCli } from './cli.ts'
import { EXIT_CODE_HELP, ExitCode } from './exit-code.ts'
import type { CatalogModel } from '@espalier/catalog'
import { openEmbeddedCatalog } from './run/open-catalog.ts'
import type { RunSummary } from './run/summary.ts'
import { expandLegalSteps, legalStepsModel, openLegalSteps } from './testing/legal-steps-model.ts'
import { memoryIo, type MemoryIo, type MemoryIoOptions } from './testing/memory-io.ts'
import { terminalScreen } from './testing/terminal-screen.ts'
import type { World } from './world.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Finished {
  readonly code: ExitCode
  readonly out: string
  readonly err: string
}

async function espalier(
  args: readonly string[],
  world: Partial<World> & { readonly io?: MemoryIo } = {},
): Promise<Finished> {
  const io = world.io ?? memoryIo()
  const code = await runCli(args, { io, openCatalog: world.openCatalog ?? openLegalSteps() }, '1.2.3')
  return { code, out: io.stdout.text, err: io.stderr.text }
}

const solve = (...more: readonly string[]) => espalier(['solve', '2 3 4 6', '--seed', '1', ...more])
const onTerminal = (options: MemoryIoOptions = {}) => memoryIo({ terminal: { columns: 80, rows: 24 }, ...options })

describe('espalier solve', () => {
  it('prints the answer, the steps and the cost', async () => {
    const { code, out, err } = await solve()
    expect(code).toBe(ExitCode.ok)
    const answer = /^solved {2}(.+) = 24$/m.exec(out)![1]!
    expect(checkAnswer({ numbers: [2, 3, 4, 6], target: 24 }, answer)).toEqual({ correct: true })
    expect(out.match(/^ {2}\d\. .* \(left: .*\)$/gm)).toHaveLength(3)
    expect(out).toMatch(
      /mcts · seed 1 · \d+ trials · \d+ nodes · \d+ rejected · [\d,]+ tokens · \d+ ms · log [0-9a-f]{12}\n$/,
    )
    expect(err).toContain('2 3 4 6 → 24  (mcts, seed 1)')
    expect(out + err).not.toContain('\u001b')
  })

  it('prints one JSON object, the same for the same seed but for the time', async () => {
    const runs = await Promise.all([
      solve('--json'),
      solve('--json'),
      espalier(['solve', '2 3 4 6', '--seed', '2', '--json']),
    ])
    const [first, second, other] = runs.map(({ out }) => JSON.parse(out) as RunSummary)
    expect(runs[0].err).toBe('')
    expect(first).toMatchObject({
      problem: { numbers: [2, 3, 4, 6], target: 24 },
      seed: 1,
      correct: true,
      reason: 'value',
      value: 1,
      failures: 0,
    })
    expect(first!.algorithm).toEqual({ name: 'mcts', params: expect.objectContaining({ c: 0.1 }) })
    expect(first!.logHash).toMatch(/^[0-9a-f]{64}$/)
    expect({ ...second!, elapsedMs: 0 }).toEqual({ ...first!, elapsedMs: 0 })
    expect(other!.logHash).not.toBe(first!.logHash)
  })

  it.each(ALGORITHMS.map(({ name }) => name))('knows %s', async (name) => {
    const { out, code } = await solve('--json', '--algorithm', name, '--trials', '25')
    const summary = JSON.parse(out) as RunSummary
    expect(summary.algorithm.name).toBe(name)
    expect(summary.trials).toBeLessThanOrEqual(25)
    expect(code).toBe(summary.correct ? ExitCode.ok : ExitCode.unsolved)
  })

  it('passes options on to the algorithm', async () => {
    const { out } = await solve('--json', '-a', 'beam', '-o', 'width=2', '--option', 'children=4')
    expect((JSON.parse(out) as RunSummary).algorithm.params).toEqual({ width: 2, children: 4 })
  })

  it('tells a spent budget from a search with nothing left to try', async () => {
    const spent = await espalier(['solve', '1 1 1 1', '--trials', '7'])
    expect(spent.code).toBe(ExitCode.unsolved)
    expect(spent.out).toMatch(/^no solution found within 7 trials\n/)
    const exhausted = await espalier(['solve', '1 1', '--target', '24'])
    expect(exhausted.code).toBe(ExitCode.unsolved)
    expect(exhausted.out).toMatch(/^search exhausted: nothing left to try after \d+ trials\n/)
  })

  it('never exceeds a budget', async () => {
    const summaryOf = async (...budget: string[]) =>
      JSON.parse((await espalier(['solve', '1 1 1 1', '--json', ...budget])).out) as RunSummary
    expect(await summaryOf('--trials', '9')).toMatchObject({ reason: 'trials', trials: 9 })
    const tokens = await summaryOf('--tokens', '100')
    expect(tokens.reason).toBe('tokens')
    expect(tokens.usage.completionTokens - 36).toBeLessThan(100)
    expect((await summaryOf('--time', '40')).reason).toBe('time')
  })

  it('prints the tree on request, at most as many nodes as asked for', async () => {
    const { out } = await solve('--tree', '--rows', '6')
    expect(out.match(/ N +\d+ {2}Q/g)).toHaveLength(6)
    expect(out).toMatch(/^2 3 4 6 → 24 +N/)
    expect(out).toContain('✔ ')
    expect(out).toMatch(/… \d+ more\n/)
  })

  it('stops on request with the best answer so far', async () => {
    const io = memoryIo()
    const stopping: CatalogModel = {
      ...legalStepsModel,
      createExpand: () => ({
        dispose: () => {},
        expand: (trial, context) => {
          if (trial.id === 5) io.interrupt()
          return expandLegalSteps(trial, context)
        },
      }),
    }
    const file = join(folder, 'interrupted.jsonl')
    const { code, out } = await espalier(['solve', '1 1 1 1', '--log', file], {
      io,
      openCatalog: openLegalSteps(stopping),
    })
    expect(code).toBe(ExitCode.interrupted)
    expect(out).toMatch(/^interrupted after \d trials, no solution so far\n/)
    expect((await espalier(['replay', file])).code).toBe(ExitCode.ok)
  })

  it('says what failed when every trial fails', async () => {
    const failing: CatalogModel = {
      ...legalStepsModel,
      createExpand: () => ({
        dispose: () => {},
        expand: () => Promise.reject(Object.assign(new Error('too long a prompt'), { code: 'UNREADABLE' })),
      }),
    }
    const { code, out } = await espalier(['solve', '2 3 4 6'], { openCatalog: openLegalSteps(failing) })
    expect(code).toBe(ExitCode.unsolved)
    expect(out).toContain('all 3 trials failed, the last with UNREADABLE: too long a prompt')
  })
})

describe('on a terminal', () => {
  it('the tree grows in place, and the cursor comes back', async () => {
    const io = onTerminal()
    const screen = terminalScreen()
    const { code } = await espalier(['solve', '2 3 4 6', '--seed', '1'], { io })
    screen.write(io.stdout.text)
    expect(code).toBe(ExitCode.ok)
    expect(screen.cursorShown).toBe(true)
    expect(screen.lines[0]).toMatch(/^2 3 4 6 → 24 +mcts · seed 1$/)
    expect(screen.lines.filter((line) => line.startsWith('solved  '))).toHaveLength(1)
    expect(io.stdout.text.split('\u001b[?2026h').length).toBeGreaterThan(3)
    expect(io.stderr.text).toBe('')
  })

  it.each([{ NO_COLOR: '1' }, { CI: 'true' }, { TERM: 'dumb' }])('with %o lines are plain', async (env) => {
    const io = onTerminal({ env: env as unknown as Record<string, string> })
    await espalier(['solve', '2 3 4 6', '--seed', '1', '--tree'], { io })
    expect(io.stdout.text).not.toContain('\u001b')
    expect(io.stdout.text).toContain('solved')
  })
})

describe('espalier replay', () => {
  it('prints what the run printed, and proves it', async () => {
    const file = join(folder, 'run.jsonl')
    const run = await solve('--json', '--log', file)
    expect((await espalier(['replay', file, '--json'])).out).toBe(run.out)
    const { code, out } = await espalier(['replay', file, '--tree'])
    expect(code).toBe(ExitCode.ok)
    expect(out).toMatch(/^2 3 4 6 → 24 +N/)
    expect(out).toMatch(/solved {2}/)
    expect(out).toMatch(/proven {2}\d+ events fold to the tree and the answer of the run\n$/)
  })
})

describe('espalier algorithms', () => {
  it('lists every algorithm with its options and source', async () => {
    const { code, out } = await espalier(['algorithms'])
    expect(code).toBe(ExitCode.ok)
    for (const { name, source, options } of ALGORITHMS) {
      expect(out).toContain(`${name}  `)
      expect(out).toContain(source)
      for (const option of options) expect(out).toContain(option.about)
    }
    expect(JSON.parse((await espalier(['algorithms', '--json'])).out)).toEqual(ALGORITHMS)
  })
})

describe('bad input', () => {
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const embedded = { openCatalog: openEmbeddedCatalog }

  it.each<[string, readonly string[], RegExp]>([
    ['not numbers', ['solve', 'four nine'], /Not a number: got "four"/],
    ['nothing', ['solve', ''], /without numbers/],
    ['no puzzle', ['solve'], /missing required argument/],
    ['fifty numbers', ['solve', ...Array.from({ length: 50 }, () => '7')], /50 numbers/],
    ['a thousand numbers', ['solve', ...Array.from({ length: 1000 }, () => '7')], /1000 words/],
    ['huge numbers', ['solve', '4 9 10 99999999999999999999'], /out of range/],
    ['a fraction', ['solve', '4.5 9 10 13'], /Not a whole number/],
    ['a negative number', ['solve', '--', '-4 9 10 13'], /out of range/],
    ['a target out of range', ['solve', '4 9 10 13', '--target', '0'], /--target.*whole number from 1/],
    ['an unknown algorithm', ['solve', '4 9 10 13', '-a', 'magic'], /algorithm: got "magic", expected one of mcts/],
    ['an unknown option of the algorithm', ['solve', '4 9 10 13', '-o', 'depth=3'], /mcts: unknown option "depth"/],
    ['an option without a value', ['solve', '4 9 10 13', '-o', 'c'], /key=value/],
    ['an option that is no number', ['solve', '4 9 10 13', '-o', 'c=high'], /mcts\.c: got "high", expected a number/],
    ['an option out of range', ['solve', '4 9 10 13', '-o', 'c=-1'], /mcts\.c: got -1/],
    ['a negative budget', ['solve', '4 9 10 13', '--trials', '-5'], /--trials.*whole number of at least 1/],
    ['no budget', ['solve', '4 9 10 13', '--tokens', '0'], /--tokens.*whole number of at least 1/],
    ['a time that is none', ['solve', '4 9 10 13', '--time', 'soon'], /--time/],
    ['a seed out of range', ['solve', '4 9 10 13', '--seed', '4294967296'], /--seed.*from 0 to 4294967295/],
    ['no concurrency', ['solve', '4 9 10 13', '--concurrency', '0'], /--concurrency/],
    ['an unknown option', ['solve', '4 9 10 13', '--magic'], /unknown option '--magic'/],
    ['an unknown command', ['slove', '4 9 10 13'], /unknown command 'slove'/],
    ['two files', ['replay', 'a', 'b'], /too many arguments/],
  ])('%s is one line and code 2', async (_, args, message) => {
    const { code, out, err } = await espalier(args)
    expect(code).toBe(ExitCode.usage)
    expect(out).toBe('')
    expect(err).toMatch(/^error: [^\n]+\n$/)
    expect(err).toMatch(message)
  })

  it.each<[string, () => readonly string[], RegExp]>([
    ['a missing log', () => ['replay', join(folder, 'none')], /none: cannot read the log: no such file/],
    [
      'a corrupt log',
      () => ['replay', file('corrupt', '{"format":"espalier-log","version":1}\n{"at":0,')],
      /corrupt:2: not a line/,
    ],
    ['something else than a log', () => ['replay', file('else', 'hello')], /else:1: not an Espalier log/],
    [
      'a log that cannot be written',
      () => ['solve', '2 3 4 6', '--log', join(folder, 'no', 'run')],
      /cannot write the log/,
    ],
    ['a folder for a log', () => ['solve', '2 3 4 6', '--log', folder], /is a directory/],
    [
      'a missing checkpoint',
      () => ['solve', '2 3 4 6', '--checkpoint', join(folder, 'none')],
      /cannot read the checkpoint: .*ENOENT/,
    ],
    [
      'a checkpoint that is none',
      () => ['solve', '2 3 4 6', '--checkpoint', file('model', 'x'.repeat(99))],
      /checkpoint/,
    ],
    ['an empty checkpoint', () => ['demo', '--checkpoint', file('empty', '')], /checkpoint/],
  ])('%s is one line and code 3', async (_, args, message) => {
    const { code, out, err } = await espalier(args(), args().includes('--checkpoint') ? embedded : {})
    expect(code).toBe(ExitCode.file)
    expect(out).toBe('')
    expect(err).toMatch(/^error: [^\n]+\n$/)
    expect(err).toMatch(message)
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  it('shows a stack for ESPALIER_DEBUG only', async () => {
    const debugging = memoryIo({ env: { ESPALIER_DEBUG: '1' } })
    expect((await espalier(['solve', 'x'], { io: debugging })).err).toMatch(/^error: .*\n.*\n\s+at /)
  })

  it('a mistake of ours is code 70', async () => {
    const { code, err } = await espalier(['solve', '2 3 4 6'], {
      openCatalog: () => Promise.reject(new TypeError('oh\nno')),
    })
    expect(code).toBe(ExitCode.internal)
    expect(err).toBe('error: internal error: oh no (ESPALIER_DEBUG=1 shows where)\n')
  })
})

describe('help', () => {
  it('lists commands and exit codes', async () => {
    const { code, out } = await espalier(['--help'])
    expect(code).toBe(ExitCode.ok)
    for (const command of ['solve', 'replay', 'demo', 'algorithms', 'doctor'])
      expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'))
    for (const [number, meaning] of EXIT_CODE_HELP) expect(out).toContain(`${number}  ${meaning}`)
    expect(new Set(EXIT_CODE_HELP.map(([number]) => number))).toEqual(new Set(Object.values(ExitCode)))
    expect((await espalier(['--version'])).out).toBe('1.2.3\n')
    expect((await espalier([])).code).toBe(ExitCode.usage)
  })
})
