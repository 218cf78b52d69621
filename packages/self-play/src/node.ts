import { open, type FileHandle } from 'node:fs/promises'
import type { RecordFile } from './record/call-record.ts'

/** A record in a file, made if it is not there. Every write is on disk before it counts. `close` lets go of the file. */
export async function recordInFile(path: string): Promise<RecordFile & { close(): Promise<void> }> {
  const handle = await open(path, 'a+').then(async (created) => {
    await created.close()
    return open(path, 'r+')
  })
  let length = (await handle.stat()).size
  return {
    read: () => handle.readFile('utf8'),
    write: async (at, text) => {
      const bytes = Buffer.from(text)
      // What an earlier write left half done goes first: it may be what fills the disk.
      if (length > at) await handle.truncate(at)
      length = at + bytes.length
      await writeAll(handle, bytes, at)
      await handle.datasync()
    },
    close: () => handle.close(),
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten
  }
}
