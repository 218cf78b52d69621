import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { lineageOf, SelfPlayError, type Lineage, type PromptOutcome, type RoundReport } from '@espalier/self-play'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { counted } from '../view/wording.ts'
import type { World } from '../world.ts'
import { linesIn, readManifest, readText, RUN_FILES, writeWhole } from './run-folder.ts'

export interface LineageOptions {
  readonly out?: string
}

/** Writes the lineage of a finished run in one file, for the page to open. */
export function writeLineage({ io }: World, folder: string, options: LineageOptions): ExitCode {
  const { settings } = readManifest(folder)
  const report = join(folder, RUN_FILES.report)
  if (!existsSync(report))
    throw new CliError(ExitCode.usage, `${folder}: not finished; go on with it: espalier self-play resume ${folder}`)
  const file = join(folder, RUN_FILES.outcomes)
  const outcomes = linesIn<PromptOutcome>(file)
  const { rounds } = JSON.parse(readText(report)) as { readonly rounds: readonly RoundReport[] }
  const gate = settings.refine?.gate
  let lineage: Lineage
  try {
    lineage = lineageOf({
      name: basename(resolve(folder)),
      outcomes,
      reports: rounds,
      ...(gate === undefined ? {} : { gate }),
    })
  } catch (cause) {
    // Lines of JSON that hold something else.
    if (cause instanceof TypeError) throw new SelfPlayError('INVALID_OUTCOMES', `${file}: not outcomes`, { cause })
    throw cause
  }
  const out = options.out ?? join(folder, 'lineage.json')
  writeWhole(out, `${JSON.stringify(lineage)}\n`)
  io.stdout.write(`${counted(outcomes.length, 'prompt')} in ${out}; open it on the page of espalier serve\n`)
  return ExitCode.ok
}
