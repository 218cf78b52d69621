import type { Envelope, Json } from '@espalier/core'

/**
 * A log on disk: JSON lines. The first is the header, then one envelope a line in order of `seq`, the last is the trailer. A log
 * without its trailer is not whole: the run was cut off, or the file was.
 */
export const LOG_FORMAT = 'espalier-log'
export const LOG_VERSION = 1

export interface LogHeader {
  readonly format: typeof LOG_FORMAT
  readonly version: number
}

export interface LogTrailer {
  /** Events in the log. */
  readonly events: number
  /** SHA-256 over the events, see `log-hash.ts`; 64 hexadecimal digits. */
  readonly hash: string
  /** SHA-256 over all lines before this one as they stand in the file, line feeds included; 64 hexadecimal digits. */
  readonly checksum: string
  /** What the writer says that the run came to. A reader proves it against the fold. */
  readonly outcome: Json
}

/** A line after the header: an envelope, or the end. */
export type LogLine = Envelope | { readonly end: LogTrailer }

/** A log that cannot be read or written. The message names the file, and the line where there is one. */
export class LogError extends Error {
  override readonly name = 'LogError'
  readonly file: string
  /** From 1; null when it is about the file as a whole. */
  readonly line: number | null
  /** What is wrong, without the place. */
  readonly fault: string

  constructor(file: string, line: number | null, fault: string, options?: ErrorOptions) {
    super(`${file}${line === null ? '' : `:${line}`}: ${fault}`, options)
    this.file = file
    this.line = line
    this.fault = fault
  }
}
