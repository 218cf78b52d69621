import { closeSync, openSync, writeFileSync } from 'node:fs'
import { CliError, describeFileError } from './cli-error.ts'
import { ExitCode } from './exit-code.ts'

/** Before anything is run: an hour of work should not end at a folder that is not there. */
export function checkWritable(file: string): void {
  try {
    closeSync(openSync(file, 'a'))
  } catch (error) {
    throw cannotWrite(file, error)
  }
}

export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw cannotWrite(file, error)
  }
}

function cannotWrite(file: string, error: unknown): CliError {
  return new CliError(ExitCode.file, `cannot write ${file}: ${describeFileError(error)}`, { cause: error })
}
