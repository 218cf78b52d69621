import { open, readFile } from 'node:fs/promises'
import { ProviderError } from '@espalier/token'
import { readRecords, type RecordedCalls } from './replay-calls.ts'

/** A file that calls are written to, one line each, behind what is in it. */
export interface RecordFile {
  /** Resolves when the line is with the system; one after the other. */
  append(line: string): Promise<void>
  close(): Promise<void>
}

export async function openRecordFile(path: string): Promise<RecordFile> {
  const handle = await open(path, 'a')
  let last: Promise<void> = Promise.resolve()
  return {
    append: (line) => (last = last.catch(() => {}).then(() => handle.appendFile(line))),
    close: async () => {
      await last.catch(() => {})
      await handle.close()
    },
  }
}

/** The calls of a file. Rejects with `corrupt-record` for one that cannot be read at all. */
export async function readRecordFile(path: string): Promise<RecordedCalls> {
  try {
    return readRecords(await readFile(path, 'utf8'), path)
  } catch (error) {
    const { code = 'unknown' } = error as { readonly code?: string }
    throw new ProviderError('corrupt-record', `the file of records ${path} cannot be read (${code})`)
  }
}
