import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { KeptDetail } from '@espalier/protocol'
import { StoreError } from '../search-store.ts'
import { encodeFrame, FrameKind, readFrame } from './frame.ts'
import { syncDirectory } from './sync-directory.ts'

/**
 * What trials left to look at, in a file beside the log: eight bytes that name the format, then the frames of `frame.ts`, with a detail a line
 * and the event that ends its trial as sequence number. A write of the log puts its details down first: those of events that the log has not
 * got were written before a crash, count for nothing and are cut off.
 */
const FORMAT = Buffer.from('ESPDTL1\n')

export interface DetailFile {
  /** Puts details down, durably, at the end of those that count. They count once `keep` is called. One call at a time. */
  write(details: readonly KeptDetail[]): Promise<void>
  /** The events of what was written last are durable. */
  keep(): void
  /** Those of a node, in order. */
  read(node: number): Promise<readonly KeptDetail[]>
}

interface Place {
  readonly at: number
  readonly nodes: ReadonlySet<number>
}

/** `events`: how many the log had when it was opened. The file is made when there is something to put into it, and read when it is needed. */
export function detailFile(path: string, events: number): DetailFile {
  let places: Place[] = []
  let end = 0
  let written: (Place & { readonly end: number }) | null = null
  let loading: Promise<void> | null = null

  const load = (): Promise<void> => (loading ??= find())

  async function find(): Promise<void> {
    const file = await openFile(path, 'r+')
    if (file === null) return
    try {
      const head = Buffer.alloc(FORMAT.length)
      await file.read(head, 0, head.length, 0)
      if (head.equals(FORMAT)) {
        end = FORMAT.length
        for (let next = await readFrame(file, end); next !== null; next = await readFrame(file, end)) {
          if (next.frame.firstSeq >= events) break
          places.push({ at: end, nodes: nodesOf(linesOf(next.payload)) })
          end = next.frame.offset + next.frame.length
        }
      }
      await file.truncate(end)
    } finally {
      await file.close()
    }
  }

  return {
    write: async (details) => {
      await load()
      const payload = details.map((detail) => JSON.stringify(detail)).join('\n')
      const head = { kind: FrameKind.events, firstSeq: details[0]!.seq, count: details.length }
      const frame = encodeFrame(head, payload)
      const bytes = end === 0 ? Buffer.concat([FORMAT, frame]) : frame
      const file = (await openFile(path, 'r+')) ?? (await open(path, 'wx'))
      try {
        for (let done = 0; done < bytes.length;)
          done += (await file.write(bytes, done, bytes.length - done, end + done)).bytesWritten
        await file.datasync()
      } finally {
        await file.close()
      }
      if (end === 0) await syncDirectory(dirname(path))
      const at = end === 0 ? FORMAT.length : end
      written = { at, nodes: nodesOf(details), end: end + bytes.length }
    },
    keep: () => {
      if (written === null) return
      places = [...places, written]
      end = written.end
      written = null
    },
    read: async (node) => {
      await load()
      const found = places.filter(({ nodes }) => nodes.has(node))
      if (found.length === 0) return []
      const file = await open(path, 'r')
      try {
        const details: KeptDetail[] = []
        for (const { at } of found) {
          const next = await readFrame(file, at)
          if (next === null)
            throw new StoreError('UNUSABLE', `${path}: the details at byte ${at} are not as they were written`)
          details.push(...linesOf(next.payload).filter((detail) => detail.node === node))
        }
        return details
      } finally {
        await file.close()
      }
    },
  }
}

const linesOf = (payload: string): readonly KeptDetail[] =>
  payload.split('\n').map((line) => JSON.parse(line) as KeptDetail)

const nodesOf = (details: readonly KeptDetail[]): ReadonlySet<number> => new Set(details.map(({ node }) => node))

/** Null where there is no such file. */
async function openFile(path: string, flags: string): Promise<FileHandle | null> {
  try {
    return await open(path, flags)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
