import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import type { Envelope, Json } from '@espalier/core'
import { createLogEncoder, type SearchSpec } from '@espalier/protocol'
import { describeFileError } from '../cli-error.ts'
import { LogError } from './log-error.ts'

/** Writes one log. Whoever opens it calls `finish` or `discard` in the end. */
export interface LogWriter {
  append(envelope: Envelope): void
  /** Writes the trailer and puts the log in its place, on disk for good. Returns the hash of the events. */
  finish(outcome: Json): string
  /** Gives up: an unfinished log leaves nothing behind. No effect after `finish`. */
  discard(): void
}

const FLUSH_CHARS = 64 * 1024

/**
 * Opens `file` for a new log. `spec`: what was asked for, where it is known; `salt`: of its seals, if it is sealed. The lines go into `file.partial`, which takes the place of `file` only when it is whole: a log that
 * was there before stays until then, and a run cut off by force never leaves half a log under the name. A device or pipe is written
 * directly. Throws a {@link LogError} here and in every method when the file system refuses.
 */
export function createLogWriter(file: string, spec?: SearchSpec, salt?: string): LogWriter {
  const guard = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw new LogError(file, null, `cannot write the log: ${describeFileError(error)}`, { cause: error })
    }
  }
  const place = guard(() => placeOf(file))
  const descriptor = guard(() => openSync(place.written, place.renamed ? 'w' : 'a', 0o644))
  const encoder = createLogEncoder(spec, salt)
  let waiting = ''
  let open = true

  function write(text: string): void {
    waiting += text
    if (waiting.length >= FLUSH_CHARS) flush()
  }

  function flush(): void {
    const bytes = Buffer.from(waiting)
    waiting = ''
    guard(() => {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
    })
  }

  function discard(): void {
    if (!open) return
    open = false
    closeSync(descriptor)
    if (place.renamed) rmSync(place.written, { force: true })
  }

  write(encoder.head)
  return {
    append: (envelope) => write(encoder.event(envelope)),
    finish: (outcome) => {
      const { text, hash } = encoder.end(outcome)
      write(text)
      flush()
      guard(() => {
        if (place.renamed) fsyncSync(descriptor)
        closeSync(descriptor)
        open = false
        if (place.renamed) renameSync(place.written, place.target)
      })
      return hash
    },
    discard,
  }
}

/** Where the lines go: beside the target and then over it, unless the target is no ordinary file. Links are followed. */
function placeOf(file: string): { readonly target: string; readonly written: string; readonly renamed: boolean } {
  const existing = statSync(file, { throwIfNoEntry: false })
  const target = existing === undefined ? file : realpathSync(file)
  if (existing?.isDirectory() === true) throw Object.assign(new Error(file), { code: 'EISDIR' })
  const renamed = existing === undefined || existing.isFile()
  return { target, written: renamed ? `${target}.partial` : target, renamed }
}
