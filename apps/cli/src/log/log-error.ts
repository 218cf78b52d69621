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
