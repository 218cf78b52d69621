import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import {
  honestyLines,
  openRecord,
  readPrompts,
  roundLines,
  roundReport,
  selfPlay,
  verifyOutcomes,
  type Budget,
  type SelfPlayEvent,
  type SelfPlayResult,
} from '@espalier/self-play'
import { recordInFile } from '@espalier/self-play/node'
import { CliError, describeFileError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { counted } from '../view/wording.ts'
import type { World } from '../world.ts'
import { openRoles, type RolesModule } from './roles-module.ts'
import { lockRunFolder, readManifest, readText, RUN_FILES, writeWhole } from './run-folder.ts'
import type { RunRequest } from './run-request.ts'
import { searchLogs } from './search-logs.ts'

export interface PlayOptions {
  /** Another module of roles than the one that the run began with. */
  readonly roles?: string
  readonly budget: Budget
  readonly json?: true
}

/** Plays the run of a folder from where its record ends, and writes down what it comes to. */
export async function playRun(world: World, folder: string, options: PlayOptions): Promise<ExitCode> {
  // First: a folder that is not there is not made.
  const request = readManifest(folder)
  const unlock = lockRunFolder(folder)
  try {
    return await playLocked(world, folder, request, options)
  } finally {
    unlock()
  }
}

async function playLocked(
  { io }: World,
  folder: string,
  request: RunRequest,
  { roles, budget, json }: PlayOptions,
): Promise<ExitCode> {
  const at = (name: keyof typeof RUN_FILES): string => join(folder, RUN_FILES[name])
  const module = await openRoles(roles ?? request.roles, io)
  const { seed, rounds, slots, settings, maxPromptChars } = request
  const limit = maxPromptChars === null ? {} : { maxPromptChars }
  const { prompts, dropped } = readPrompts(readText(at('prompts')), limit)
  const { verify: _, close, ...played } = module
  const notes = json === true ? io.stderr : io.stdout
  const say = (line: string): void => notes.write(`${line}\n`)
  for (const { line, reason } of dropped) say(`line ${line} left out: ${reason}`)

  // A report that is there says that the run is finished: not before it is.
  rmSync(at('report'), { force: true })
  const controller = new AbortController()
  const stopListening = io.onInterrupt(() => controller.abort())
  const events = openEvents(at('events'))
  const file = await recordInFile(at('record'))
  let result: SelfPlayResult
  try {
    result = await selfPlay({
      ...settings,
      ...played,
      prompts,
      record: await openRecord(file),
      seed,
      ...(rounds === null ? {} : { rounds }),
      slots,
      budget,
      signal: controller.signal,
      onEvent: (event) => {
        events.write(event)
        const line = lineOf(event)
        if (line !== null) say(line)
      },
      onSearchEvent: searchLogs(at('searches')),
    })
  } finally {
    stopListening()
    events.close()
    await file.close()
    await close?.()
  }
  if (result.reason !== 'done') {
    const { calls } = result.spent.all
    say(`${result.halted}; ${counted(result.unfinished, 'prompt')} unfinished, ${counted(calls, 'call')} kept`)
    say(`go on: espalier self-play resume ${folder}`)
    return result.reason === 'aborted' ? ExitCode.interrupted : ExitCode.unsolved
  }
  const report = { ...(await writeResults(at, result, module, settings.refine?.gate)), inputDropped: dropped }
  if (json === true) io.stdout.write(`${JSON.stringify(report)}\n`)
  else for (const line of [...report.rounds.flatMap(roundLines), ...honestyLines(report.rounds)]) say(line)
  if (result.failed === 0) return ExitCode.ok
  say(
    `${counted(result.failed, 'prompt')} left out because roles failed; try them again: espalier self-play resume ${folder}`,
  )
  return ExitCode.unsolved
}

async function writeResults(
  at: (name: keyof typeof RUN_FILES) => string,
  { outcomes, data, spent, failed }: SelfPlayResult,
  { verify }: RolesModule,
  gate: number | undefined,
) {
  const verification = verify === undefined ? null : await verifyOutcomes(outcomes, verify, gate)
  const rounds = data.map((round) => roundReport(round, outcomes, verification))
  const verified = verification === null ? null : { unknown: verification.unknown, failed: verification.failed }
  const report = { rounds, spent, failed, verified }
  writeWhole(at('outcomes'), linesOf(outcomes))
  writeWhole(at('pairs'), linesOf(data.flatMap(({ pairs }) => pairs)))
  writeWhole(at('examples'), linesOf(data.flatMap(({ examples }) => examples)))
  writeWhole(at('report'), `${JSON.stringify(report, null, 2)}\n`)
  return report
}

function linesOf(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}

/** Stages as they end, in one line each. */
function lineOf(event: SelfPlayEvent): string | null {
  if (event.type === 'round-start') return `round ${event.round}: ${counted(event.prompts, 'prompt')}`
  if (event.type !== 'stage-end') return null
  const dropped = Object.entries(event.dropped).map(([reason, count]) => `${count} ${reason}`)
  const counts = Object.entries(event.counts).flatMap(([name, count]) => (name === 'value' ? [] : [`${count} ${name}`]))
  return `  ${event.stage}: ${[`${event.passed} passed`, ...dropped, ...counts].join(', ')}`
}

function openEvents(file: string): { write(event: SelfPlayEvent): void; close(): void } {
  try {
    const descriptor = openSync(file, 'w')
    return {
      write: (event) => void writeSync(descriptor, `${JSON.stringify(event)}\n`),
      close: () => closeSync(descriptor),
    }
  } catch (error) {
    throw new CliError(ExitCode.file, `cannot write ${file}: ${describeFileError(error)}`, { cause: error })
  }
}
