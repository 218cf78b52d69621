import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import type { KeptDetail } from '@espalier/protocol'
import { describeFileError } from '../cli-error.ts'
import { LogError } from './log-error.ts'

/**
 * What the trials of a log left to look at, in a file beside it: a detail a line, and in the end a line with the hash of the log that they belong to. The log
 * does not need it, and proves nothing about it.
 */
const detailsOf = (log: string): string => `${log}.details`

/** Writes one. Whoever opens it calls `finish` or `discard` in the end. */
export interface DetailWriter {
  append(detail: KeptDetail): void
  /** Puts the file in its place; without a detail there is none. `hash`: of the log. */
  finish(hash: string): void
  discard(): void
}

/** The file is made with the first detail. Throws a {@link LogError} in every method when the file system refuses. */
export function createDetailWriter(log: string): DetailWriter {
  const file = detailsOf(log)
  const partial = `${file}.partial`
  // Beside a pipe or a device there is no place.
  const isFile = statSync(log, { throwIfNoEntry: false })?.isFile() ?? true
  let descriptor: number | null = null

  const guard = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw new LogError(file, null, `cannot write the details: ${describeFileError(error)}`, { cause: error })
    }
  }
  function write(line: object): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
    guard(() => {
      descriptor ??= openSync(partial, 'w', 0o644)
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
    })
  }

  return {
    append: (detail) => {
      if (isFile) write(detail)
    },
    finish: (hash) => {
      if (descriptor === null) return
      write({ end: true, log: hash })
      const open = descriptor
      descriptor = null
      guard(() => {
        fsyncSync(open)
        closeSync(open)
        renameSync(partial, file)
      })
    },
    discard: () => {
      if (descriptor === null) return
      closeSync(descriptor)
      descriptor = null
      rmSync(partial, { force: true })
    },
  }
}

/** The details beside a log with this hash; null where there are none, or those of another log. Throws a {@link LogError} for a file that is damaged. */
export function readDetails(log: string, hash: string): readonly KeptDetail[] | null {
  const file = detailsOf(log)
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return null
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const values = lines.map((line, i): unknown => {
    try {
      return JSON.parse(line)
    } catch (error) {
      throw new LogError(file, i + 1, 'no detail', { cause: error })
    }
  })
  const end = values.pop() as { readonly end?: true; readonly log?: string }
  if (end.end !== true) throw new LogError(file, lines.length, 'the details have no end')
  return end.log === hash ? (values as readonly KeptDetail[]) : null
}
