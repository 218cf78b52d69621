import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALGORITHMS } from '@espalier/core'
import { createHiddenTree, type CountdownPuzzle } from '@espalier/tasks'
import { checkAnswer, hiddenLeaves, scoreLine } from '@espalier/tasks/scoring'
import { runCli } from '../cli.ts'
import type { Run } from '../compare/comparison.ts'
import type { Cell } from '../compare/summary.ts'
import { WORKER_ARGUMENT } from '../compare/worker-process.ts'
import { ExitCode } from '../exit-code.ts'
import { expandLegalSteps, legalStepsModel, openLegalSteps } from '../testing/legal-steps-model.ts'
import { memoryIo, type MemoryIo } from '../testing/memory-io.ts'
import type { World } from '../world.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-compare-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Report {
  readonly reference: string
  readonly complete: number
  readonly contestants: readonly { readonly name: string; readonly isBaseline: boolean }[]
  readonly problems: readonly unknown[]
  readonly cells: readonly Cell[]
  readonly runs: readonly Run[]
}

async function compare(args: readonly string[], world: Partial<World> = {}, io: MemoryIo = memoryIo()) {
  const openCatalog = world.openCatalog ?? openLegalSteps()
  const code = await runCli(['compare', ...args], { openCatalog, ...world, io }, '1.2.3')
  return { code, out: io.stdout.text, err: io.stderr.text }
}

async function reported(name: string, args: readonly string[], world: Partial<World> = {}) {
  const [json, svg] = [join(folder, `${name}.json`), join(folder, `${name}.svg`)]
  const finished = await compare([...args, '--json', json, '--svg', svg], world)
  const text = readFileSync(json, 'utf8')
  return { ...finished, text, report: JSON.parse(text) as Report, svg: readFileSync(svg, 'utf8') }
}

const withoutMs = (text: string): string => text.replace(/"ms":[\d.e-]+/g, '"ms":0')
const TREE = ['--task', 'noisy-tree', '--budget', '10,40', '--count', '4']

describe('espalier compare', () => {
  it('prints results, costs and differences of every preset, and writes every run and a plot', async () => {
    const { code, out, err, report, svg } = await reported('all', [...TREE, '--seeds', '2'])
    expect(code).toBe(ExitCode.ok)
    expect(err).toBe('')
    const names = ALGORITHMS.map(({ name }) => name)
    expect(report.contestants.map(({ name }) => name)).toEqual(names)
    for (const name of names) {
      expect(out.match(new RegExp(`^\\| ${name} +\\|`, 'gm')), name).toHaveLength(name === report.reference ? 2 : 3)
      expect(svg).toContain(`data-name="${name}"`)
    }
    expect(out).toContain('| score [95 %]')
    expect(out).toContain('4 problems, 2 searches each')
    expect(report.runs).toHaveLength(names.length * 4 * 2 * 2)
    for (const run of report.runs) expect(run.calls).toBeLessThanOrEqual(run.budget)
    for (const line of out.split('\n').filter((text) => text.startsWith('|'))) expect(line.endsWith('|')).toBe(true)
  })

  it('always has the baselines, and depth-first over legal steps where rules mask steps', async () => {
    const onTrees = await reported('few', [...TREE, '--algorithms', 'uct'])
    expect(onTrees.report.contestants.map(({ name, isBaseline }) => [name, isBaseline])).toEqual([
      ['uct', false],
      ['greedy', true],
      ['best-of-n', true],
      ['beam', true],
    ])
    expect(onTrees.report.reference).toBe('uct')
    const onPuzzles = await reported('puzzles', ['--task', 'game24', '--budget', '30', '--count', '3', '-a', 'beam'])
    const names = onPuzzles.report.contestants.map(({ name }) => name)
    expect(names).toEqual(['beam', 'greedy', 'best-of-n', 'legal-depth-first'])
    expect(onPuzzles.out).toContain('| solved % [95 %]')
  })

  it('reports scores that anybody can check', async () => {
    const trees = (await reported('check-trees', [...TREE, '-a', 'mcts', '--seed', '3'])).report
    for (const { problem, answer, score, solved } of trees.runs) {
      const { seed } = trees.problems[problem] as { readonly seed: number }
      const tree = createHiddenTree('noisy', seed)
      const line = scoreLine(tree, answer!, hiddenLeaves(tree))!
      expect([score, solved]).toEqual([1 - line.regret, line.rank !== null && line.rank <= 10])
    }
    const args = ['--task', 'countdown', '--numbers', '5', '--unit', 'trials', '--budget', '20,200', '--count', '4']
    const puzzles = (await reported('check-puzzles', [...args, '-a', 'mcts,uct'])).report
    for (const { problem, answer, solved, trials, budget } of puzzles.runs) {
      const puzzle = puzzles.problems[problem] as CountdownPuzzle
      expect(solved).toBe(answer !== null && checkAnswer(puzzle, answer).correct)
      expect(trials).toBeLessThanOrEqual(budget)
    }
    expect(puzzles.runs.some(({ solved }) => solved)).toBe(true)
    for (const { contestant, budget, result } of puzzles.cells) {
      const own = puzzles.runs.filter((run) => run.contestant === contestant && run.budget === budget)
      expect(result.mean).toBe(own.filter(({ solved }) => solved).length / own.length)
    }
  })

  it('gives the same bytes for the same seed but for the time, in this process or in others', async () => {
    const args = [...TREE, '-a', 'mcts,ab-mcts,gumbel', '--seeds', '2', '--concurrency', '3']
    const once = await reported('once', args)
    const again = await reported('again', args)
    const launcher = fileURLToPath(new URL('../../bin/espalier.js', import.meta.url))
    const start = () => fork(launcher, [WORKER_ARGUMENT], { execArgv: [] })
    const spread = await reported('spread', args, { workers: { cores: 2, start } })
    for (const other of [again, spread]) {
      expect(withoutMs(other.text)).toBe(withoutMs(once.text))
      expect(other.svg).toBe(once.svg)
    }
    const different = await reported('different', [...args, '--seed', '5'])
    expect(withoutMs(different.text)).not.toBe(withoutMs(once.text))
  })

  it('takes options of an algorithm, another reference and another measure', async () => {
    const args = [
      ...TREE,
      '-a',
      'mcts',
      '-o',
      'mcts.c=2',
      '-o',
      'beam.width=3',
      '--reference',
      'beam',
      '--measure',
      'solved',
    ]
    const { out, report } = await reported('options', args)
    expect(out).toContain('| less beam, points [95 %] |')
    const optionsOf = (name: string) => report.runs.find(({ contestant }) => contestant === name)!.options
    expect(optionsOf('mcts')).toEqual({ c: 2 })
    expect(optionsOf('beam')).toEqual({ width: 3, children: 2 })
  })

  it.each([
    [['--task', 'chess', '--budget', '1'], /argument 'chess' is invalid/],
    [['--budget', '1'], /required option '--task <name>' not specified/],
    [['--task', 'noisy-tree'], /required option '--budget <n,...>' not specified/],
    [['--task', 'noisy-tree', '--budget', '16,x'], /expected a whole number from 1 to 1000000/],
    [['--task', 'noisy-tree', '--budget', '0'], /expected a whole number/],
    [[...TREE, '-a', 'mcts,oops'], /algorithm: got "oops", expected one of mcts/],
    [[...TREE, '-a', 'mcts,mcts'], /mcts is named twice/],
    [[...TREE, '-o', 'c=2'], /--option c: expected algorithm.key=value/],
    [[...TREE, '-o', 'oops.c=2'], /--option oops.c: expected algorithm.key=value with one of mcts/],
    [[...TREE, '-o', 'mcts.oops=2'], /mcts: unknown option "oops"/],
    [[...TREE, '-o', 'mcts.c=x'], /mcts\.c: got "x", expected a number/],
    [[...TREE, '--reference', 'oops'], /--reference: got oops, expected one of mcts/],
    [['--task', 'countdown', '--numbers', '7', '--budget', '9'], /got 7, expected 4, 5 or 6/],
    [['--task', 'game24', '--budget', '9', '--count', '9999'], /count.*at most 174|at most 174.*count/],
  ])('refuses %j in one line', async (args, message) => {
    const { code, err, out } = await compare(args)
    expect(err).toMatch(message)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect([code, out]).toEqual([ExitCode.usage, ''])
  })

  it('says before it runs anything that a file cannot be written', async () => {
    const file = join(folder, 'nowhere', 'report.json')
    const { code, err } = await compare([...TREE, '--json', file], {
      openCatalog: () => Promise.reject(new Error('nothing is opened')),
    })
    expect(code).toBe(ExitCode.file)
    expect(err).toBe(`error: cannot write ${file}: no such file or directory\n`)
  })

  it('keeps what all are through with when it is interrupted', async () => {
    const io = memoryIo()
    let searches = 0
    const interrupting = {
      ...legalStepsModel,
      createExpand: () => {
        if (++searches === 60) io.interrupt()
        return { expand: expandLegalSteps, dispose: () => {} }
      },
    }
    const file = join(folder, 'interrupted.json')
    const args = ['--task', 'game24', '--budget', '20', '--count', '50', '-a', 'mcts', '--json', file]
    const { code, out } = await compare(args, { openCatalog: openLegalSteps(interrupting) }, io)
    expect(code).toBe(ExitCode.interrupted)
    const { complete, runs } = JSON.parse(readFileSync(file, 'utf8')) as Report
    expect(complete).toBeGreaterThan(0)
    expect(complete).toBeLessThan(50)
    expect(out).toContain(`interrupted: ${complete} of 50 problems done`)
    expect(runs).toHaveLength(complete * 5)
  })

  it('shows how far it is on a terminal and leaves nothing of it', async () => {
    const io = memoryIo({ terminal: { columns: 60, rows: 20 } })
    await compare([...TREE, '-a', 'mcts'], {}, io)
    expect(io.stderr.text).toMatch(/noisy-tree {2}\d+ of 20 searches · [a-z-]+ · .* left/)
    expect(io.stderr.text.endsWith('\u001b[?25h')).toBe(true)
  })

  it('writes over what was there', async () => {
    writeFileSync(join(folder, 'over.json'), 'x'.repeat(1_000_000))
    const { report } = await reported('over', [...TREE, '-a', 'mcts'])
    expect(report.complete).toBe(4)
  })
})
