import { isCatalogError } from '@espalier/catalog'
import { isClientError } from '@espalier/client'
import { isSearchError } from '@espalier/core'
import { isModelError } from '@espalier/models'
import { isSelfPlayError } from '@espalier/self-play'
import { isTaskError } from '@espalier/tasks'
import { ExitCode } from './exit-code.ts'

/** A reason to end the command with one line and an exit code. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/** The exit code and the one line that an error comes to. */
export function explainError(error: unknown): { readonly exitCode: ExitCode; readonly line: string } {
  const line = oneLine(error instanceof Error ? error.message : String(error))
  if (error instanceof CliError) return { exitCode: error.exitCode, line }
  if (isTaskError(error) || isCatalogError(error)) return { exitCode: ExitCode.usage, line }
  if (isSearchError(error) && error.code === 'INVALID_OPTIONS') return { exitCode: ExitCode.usage, line }
  if (isSelfPlayError(error)) {
    return { exitCode: error.code === 'INVALID_OPTIONS' ? ExitCode.usage : ExitCode.file, line }
  }
  if (isModelError(error)) return { exitCode: ExitCode.file, line }
  if (isClientError(error)) {
    return { exitCode: error.code === 'invalid-request' ? ExitCode.usage : ExitCode.server, line: `server: ${line}` }
  }
  return { exitCode: ExitCode.internal, line: `internal error: ${line} (ESPALIER_DEBUG=1 shows where)` }
}

/** What a failed call of the file system means, in few words. */
export function describeFileError(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return FILE_FAULTS[code] ?? (error instanceof Error ? oneLine(error.message) : String(error))
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').trim()
}
