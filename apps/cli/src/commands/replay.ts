import type { Command } from 'commander'
import { ExitCode } from '../exit-code.ts'
import { hasColor } from '../io.ts'
import { readDetails } from '../log/detail-file.ts'
import { replayLog } from '../run/replay-log.ts'
import { evidenceLines } from '../view/evidence-text.ts'
import { createPalette } from '../view/palette.ts'
import { progressTitle } from '../view/plain-view.ts'
import { resultLines } from '../view/result-text.ts'
import { counted } from '../view/wording.ts'
import type { World } from '../world.ts'
import { addTreeOptions, writeTree, type TreeOptions } from './tree-output.ts'

interface ReplayOptions extends TreeOptions {
  readonly json?: true
  readonly evidence?: true
}

export function addReplayCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  const command = program
    .command('replay')
    .summary('fold a log and prove it')
    .description('Fold the log of a search, prove that it comes to what the run said, and print it.')
    .argument('<file>', 'a log, as solve --log writes it')
    .option('--json', 'print the JSON object that solve --json printed')
    .option('--evidence', 'print what values rest on (votes, tests), from the file beside the log')
  addTreeOptions(command).action(async (file: string, options: ReplayOptions) =>
    done(await replay(world, file, options)),
  )
}

async function replay({ io, openCatalog }: World, file: string, options: ReplayOptions): Promise<ExitCode> {
  const { summary, progress } = await replayLog(file, openCatalog)
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(summary)}\n`)
    return ExitCode.ok
  }
  const palette = createPalette(hasColor(io.stdout, io.env))
  if (options.tree === true) writeTree(io, progress, options)
  else io.stdout.write(`${palette.bold(progressTitle(progress))}\n`)
  if (options.evidence === true) {
    const details = readDetails(file, summary.logHash)
    const lines =
      details === null ? ['no evidence of this log beside it'] : evidenceLines(details, progress.fold.tree, palette)
    io.stdout.write(`${lines.join('\n')}\n\n`)
  }
  for (const line of resultLines(summary, progress, { palette, width: io.stdout.columns })) io.stdout.write(`${line}\n`)
  io.stdout.write(
    `${palette.good('proven')}  ${counted(summary.events, 'event')} fold to the tree and the answer of the run\n`,
  )
  return ExitCode.ok
}
