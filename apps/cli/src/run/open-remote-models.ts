import { readRemoteModels, type RemoteModels } from '@espalier/server'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { readText } from '../self-play/run-folder.ts'

/** The models behind other servers that a file names. What there is to know of them goes to standard error. */
export function openRemoteModels(path: string, { env, stderr }: Pick<Io, 'env' | 'stderr'>): RemoteModels {
  const text = readText(path)
  try {
    return readRemoteModels(text, env, (notice) => stderr.write(`${JSON.stringify(notice)}\n`))
  } catch (error) {
    if (error instanceof TypeError) throw new CliError(ExitCode.usage, `${path}: ${error.message}`, { cause: error })
    throw error
  }
}
