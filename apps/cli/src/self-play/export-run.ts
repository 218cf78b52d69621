import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '@espalier/core'
import {
  exportDataset,
  honestyLines,
  SelfPlayError,
  type ExportFormat,
  type PreferencePair,
  type RefinerExample,
  type RoundReport,
  type SelfPlayEvent,
} from '@espalier/self-play'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { counted } from '../view/wording.ts'
import type { World } from '../world.ts'
import { linesIn, readManifest, readText, RUN_FILES, writeWhole } from './run-folder.ts'

export interface ExportOptions {
  readonly format: ExportFormat
  readonly out?: string
  readonly parquet?: true
  readonly against?: string
}

/** Writes the data of a finished run for a consumer. */
export function exportRun({ io }: World, folder: string, options: ExportOptions): ExitCode {
  const { format, parquet = false, against } = options
  const out = options.out ?? join(folder, 'export', format)
  const { settings, seed } = readManifest(folder)
  const at = (name: keyof typeof RUN_FILES): string => join(folder, RUN_FILES[name])
  if (!existsSync(at('report')))
    throw new CliError(ExitCode.usage, `${folder}: not finished; go on with it: espalier self-play resume ${folder}`)
  const pairs = linesIn<PreferencePair>(at('pairs'))
  const examples = linesIn<RefinerExample>(at('examples'))
  expectCounts(folder, linesIn<SelfPlayEvent>(at('events')), pairs.length, examples.length)
  const { rounds } = JSON.parse(readText(at('report'))) as { readonly rounds: readonly RoundReport[] }
  const files = exportDataset({
    pairs,
    examples,
    format,
    parquet,
    settings: { seed, ...(settings as { readonly [key: string]: Json }) },
    report: honestyLines(rounds),
    ...(against === undefined
      ? {}
      : {
          references: readText(against)
            .split('\n')
            .filter((line) => line.trim() !== ''),
        }),
  })
  mkdirSync(out, { recursive: true })
  for (const [name, content] of files) writeWhole(join(out, name), content)
  io.stdout.write(
    `${counted(pairs.length, 'pair')} and ${counted(examples.length, 'example')} for ${format} in ${out}\n`,
  )
  return ExitCode.ok
}

/** The rows must be as many as the run said when it made them. */
function expectCounts(folder: string, events: readonly SelfPlayEvent[], pairs: number, examples: number): void {
  const said = { pairs: 0, examples: 0 }
  for (const event of events) {
    if (event.type !== 'round-end') continue
    said.pairs += event.pairs
    said.examples += event.examples
  }
  if (said.pairs === pairs && said.examples === examples) return
  const got = `${pairs} pairs and ${examples} examples`
  const message = `${folder}: got ${got}, expected ${said.pairs} and ${said.examples} by its events`
  throw new SelfPlayError('INVALID_OUTCOMES', message)
}
