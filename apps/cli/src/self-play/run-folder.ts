import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { SelfPlayError } from '@espalier/self-play'
import { lockDirectory, StoreError } from '@espalier/server'
import { CliError, describeFileError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { RunRequest } from './run-request.ts'

/** What lies in the folder of a run. `report` comes last: a run whose report is there is finished. */
export const RUN_FILES = {
  manifest: 'run.json',
  prompts: 'prompts.jsonl',
  record: 'record.jsonl',
  events: 'events.jsonl',
  outcomes: 'outcomes.jsonl',
  pairs: 'pairs.jsonl',
  examples: 'examples.jsonl',
  report: 'report.json',
  searches: 'searches',
} as const

const FORMAT = 'espalier-self-play'
const VERSION = 1

/** Makes the folder of a new run. Throws a `CliError` where there is a run already. */
export function createRunFolder(folder: string, request: RunRequest, prompts: string): void {
  if (existsSync(join(folder, RUN_FILES.manifest))) {
    throw new CliError(
      ExitCode.usage,
      `${folder}: holds a run already; go on with it: espalier self-play resume ${folder}`,
    )
  }
  inFolder(folder, () => mkdirSync(join(folder, RUN_FILES.searches), { recursive: true }))
  writeWhole(join(folder, RUN_FILES.prompts), prompts)
  writeWhole(
    join(folder, RUN_FILES.manifest),
    `${JSON.stringify({ format: FORMAT, version: VERSION, ...request }, null, 2)}\n`,
  )
}

/** What the run in the folder was asked for. */
export function readManifest(folder: string): RunRequest {
  const file = join(folder, RUN_FILES.manifest)
  const manifest = parseObject(readText(file))
  if (manifest?.['format'] !== FORMAT) throw new CliError(ExitCode.file, `${file}: not a self-play run`)
  if (manifest['version'] !== VERSION) {
    const got = JSON.stringify(manifest['version'])
    throw new CliError(ExitCode.file, `${file}: version ${got}, this command knows ${VERSION}`)
  }
  const { format: _, version: __, ...request } = manifest
  return request as unknown as RunRequest
}

/** Takes the folder for this process alone; gives the function that lets go of it. */
export function lockRunFolder(folder: string): () => void {
  try {
    return lockDirectory(folder)
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(ExitCode.file, error.message, { cause: error })
    throw new CliError(ExitCode.file, `${folder}: ${describeFileError(error)}`, { cause: error })
  }
}

/** Puts a file in its place only when it is whole, on disk for good. */
export function writeWhole(file: string, text: string | Uint8Array): void {
  inFolder(file, () => {
    const partial = `${file}.partial`
    const descriptor = openSync(partial, 'w')
    try {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(partial, file)
  })
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CliError(ExitCode.file, `cannot read ${file}: ${describeFileError(error)}`, { cause: error })
  }
}

/** The values of a file of JSON lines. */
export function linesIn<T>(file: string): T[] {
  return readText(file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => {
      try {
        return JSON.parse(line) as T
      } catch (cause) {
        throw new SelfPlayError('INVALID_OUTCOMES', `${file}:${i + 1}: not JSON`, { cause })
      }
    })
}

function inFolder<T>(place: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new CliError(ExitCode.file, `cannot write ${place}: ${describeFileError(error)}`, { cause: error })
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
