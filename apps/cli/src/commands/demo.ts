import type { Command } from 'commander'
import { countSolutions, heldOutPuzzles, type CountdownPuzzle } from '@espalier/tasks'
import { ExitCode } from '../exit-code.ts'
import { canRedraw, hasColor, type Io } from '../io.ts'
import { untilSolved } from '../run/budget.ts'
import type { OpenedCatalog } from '../run/open-catalog.ts'
import type { RunReport } from '../run/record-run.ts'
import { runHere, type RunRequest } from '../run/run-here.ts'
import type { RunSummary } from '../run/summary.ts'
import { liveView } from '../view/live-view.ts'
import { createPalette, type Palette } from '../view/palette.ts'
import { plainView } from '../view/plain-view.ts'
import { resultLines } from '../view/result-text.ts'
import type { SearchView } from '../view/search-view.ts'
import { counted, duration, withCommas } from '../view/wording.ts'
import type { World } from '../world.ts'

const BUDGET = { trials: 200, timeMs: 8000 } as const
const SEED = 1
/**
 * Rest after each trial on a terminal: without it the trees would be grown before anybody has seen them. The first steps can be
 * followed one by one; a long search gets faster, so that no puzzle rests for more than about 8 s.
 */
const restMs = (trial: number): number => Math.max(10, 140 * 0.975 ** trial)

export function addDemoCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  program
    .command('demo')
    .summary('watch a few puzzles being solved')
    .description('Solve a few puzzles that the model has never seen, one after the other, and show the trees growing.')
    .option('--checkpoint <file>', 'another checkpoint of the model')
    .action(async (options: { readonly checkpoint?: string }) => done(await demo(world, options.checkpoint)))
}

async function demo({ io, openCatalog }: World, checkpointFile: string | undefined): Promise<ExitCode> {
  const palette = createPalette(hasColor(io.stdout, io.env))
  const opened = await openCatalog({ task: 'countdown', checkpointFile })
  io.stdout.write(`${introLines(opened, canRedraw(io.stdout, io.env), palette).join('\n')}\n\n`)
  return solveInTurn(io, (request, view) => runHere(request, opened.catalog, io, view))
}

/** Solves the puzzles of the demo one after the other, wherever `run` runs them, and shows the trees growing. */
export async function solveInTurn(
  io: Io,
  run: (request: RunRequest, view: SearchView) => Promise<RunReport>,
): Promise<ExitCode> {
  const palette = createPalette(hasColor(io.stdout, io.env))
  const live = canRedraw(io.stdout, io.env)
  const summaries: RunSummary[] = []
  for (const puzzle of demoPuzzles()) {
    const view = live ? liveView(io.stdout, io, { budget: BUDGET, restMs }) : plainView(io.stdout)
    const search = { task: 'countdown', problem: { ...puzzle }, seed: SEED, budget: untilSolved(BUDGET) }
    const { summary, progress } = await run({ search }, view)
    const lines = resultLines(summary, progress, { palette, budget: BUDGET, width: io.stdout.columns })
    io.stdout.write(`${live ? '\n' : ''}${lines.join('\n')}\n\n`)
    if (summary.reason === 'aborted') return ExitCode.interrupted
    summaries.push(summary)
  }
  io.stdout.write(`${closingLines(summaries, palette).join('\n')}\n`)
  return ExitCode.ok
}

/** Four Game of 24 puzzles from many solutions to few, and one Countdown puzzle of five numbers; none was trained on. */
export function demoPuzzles(): readonly CountdownPuzzle[] {
  const solutions = ({ numbers, target }: CountdownPuzzle): number => countSolutions(numbers, target)
  const drawn = heldOutPuzzles({ split: 'test', numbers: 4, count: 13, seed: SEED })
  const byEase = drawn.toSorted((a, b) => solutions(b) - solutions(a))
  const five = heldOutPuzzles({ split: 'test', numbers: 5, count: 1, seed: SEED })
  return [0, 4, 8, 12].map((place) => byEase[place]!).concat(five)
}

function introLines({ catalog, checkpoint }: OpenedCatalog, live: boolean, palette: Palette): string[] {
  return [
    `${palette.bold('espalier')}  test-time search for reasoning`,
    palette.dim(
      `${catalog.models[0]!.name} (${withCommas(checkpoint?.parameters ?? 0)} parameters) proposes and judges; the search decides.`,
    ),
    palette.dim('Puzzles it has never seen: make the target from all numbers with + - * /.'),
    palette.dim(`N visits, Q mean value, P prior.${live ? ' Slowed down, so that you can watch.' : ''}`),
  ]
}

function closingLines(summaries: readonly RunSummary[], palette: Palette): string[] {
  const solved = summaries.filter((summary) => summary.correct).length
  const tokens = summaries.reduce((sum, { usage }) => sum + usage.completionTokens, 0)
  const elapsedMs = summaries.reduce((sum, summary) => sum + summary.elapsedMs, 0)
  return [
    palette.bold(`${solved} of ${counted(summaries.length, 'puzzle')} solved`) +
      ` · ${counted(tokens, 'token')} · ${duration(elapsedMs)} of search`,
    '',
    'Next:',
    '  npx espalier solve "4 9 10 13" --tree             one puzzle, and its tree',
    '  npx espalier solve "3 5 7 11 13" --target 101     any numbers, any target',
    '  npx espalier solve "1 5 5 5" --log run.jsonl      keep the log, then: npx espalier replay run.jsonl --tree',
    '  npx espalier algorithms                           the other ways to search',
    '  npx espalier --help                               everything else',
  ]
}
