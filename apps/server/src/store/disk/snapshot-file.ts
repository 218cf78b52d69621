import { readFile, writeFile } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/**
 * What an ended log comes to, in a file beside it: eight bytes that name the format, then
 *
 *     u32 CRC-32 of all that follows | u32 the print of the log's events | bytes
 *
 * Little-endian. It can be made again from the log at any time and is not trusted over it: a file that is torn, changed, of another
 * format or of another log counts for nothing, so nothing needs to be flushed. The name of the format changes with the bytes that
 * `encodeSnapshot` writes and with what a log folds to.
 */
const FORMAT = Buffer.from('ESPFLD1\n')
const HEAD_BYTES = FORMAT.length + 8

export async function writeSnapshotFile(path: string, print: number, bytes: Uint8Array): Promise<void> {
  const file = Buffer.allocUnsafe(HEAD_BYTES + bytes.length)
  file.set(FORMAT)
  file.writeUInt32LE(print, FORMAT.length + 4)
  file.set(bytes, HEAD_BYTES)
  file.writeUInt32LE(crc32(file.subarray(FORMAT.length + 4)), FORMAT.length)
  await writeFile(path, file)
}

/** Null unless all of it is there, and is of the log with that print. */
export async function readSnapshotFile(path: string, print: number): Promise<Uint8Array<ArrayBuffer> | null> {
  let file: Buffer<ArrayBuffer>
  try {
    file = await readFile(path)
  } catch {
    return null
  }
  if (file.length < HEAD_BYTES || !file.subarray(0, FORMAT.length).equals(FORMAT)) return null
  if (file.readUInt32LE(FORMAT.length) !== crc32(file.subarray(FORMAT.length + 4))) return null
  return file.readUInt32LE(FORMAT.length + 4) === print ? file.subarray(HEAD_BYTES) : null
}
