import { open, type FileHandle } from 'node:fs/promises'
import type { Envelope } from '@espalier/core'
import type { KeptDetail } from '@espalier/protocol'
import { StoreError } from '../search-store.ts'
import type { DetailFile } from './detail-file.ts'
import { encodeEvents, encodeFrame, eventsPrint, frameAt, FrameKind, HEAD_BYTES, type FramePlace } from './frame.ts'

interface Pending {
  lines: string[]
  details: KeptDetail[]
  control: string | null
  readonly done: { resolve(): void; reject(error: unknown): void }[]
}

export interface LogFile {
  /** Keeps lines of events, the first with sequence number `firstSeq`, and their details; `ends` if the last of them ends the search. */
  append(lines: readonly string[], firstSeq: number, ends: boolean, details: readonly KeptDetail[]): Promise<void>
  control(json: string): Promise<void>
  read(from: number, limit: number): Promise<readonly Envelope[]>
  /** Of the events that are durable, see `eventsPrint`. */
  print(): number
  /** Waits for what is under way and closes the file. */
  close(): Promise<void>
}

/**
 * The end of one search's log. Writes wait in memory while the disk is busy and then go down together: one frame, one fsync, however
 * many calls (group commit). A write that failed leaves the file as it was before: the next one goes to the same place.
 * `onCommit` is told what is durable now, before the promises resolve.
 */
export function logFile(
  path: string,
  size: number,
  frames: readonly FramePlace[],
  beside: DetailFile,
  onCommit: (committed: { readonly events: number; readonly ended: boolean; readonly control: string | null }) => void,
): LogFile {
  const index: FramePlace[] = frames.filter(({ kind }) => kind >= FrameKind.events)
  let end = size
  let handle: FileHandle | null = null
  let committed = (index.at(-1)?.firstSeq ?? 0) + (index.at(-1)?.count ?? 0)
  let nextSeq = committed
  let ended = index.at(-1)?.kind === FrameKind.lastEvents
  let willEnd = ended
  let pending: Pending = nothing()
  let working: Promise<void> | null = null

  function schedule(): Promise<void> {
    return new Promise((resolve, reject) => {
      pending.done.push({ resolve, reject })
      working ??= work().finally(() => (working = null))
    })
  }

  async function work(): Promise<void> {
    // One turn of the loop lets calls made at the same time share the first write too.
    await Promise.resolve()
    while (pending.done.length > 0) {
      const batch = pending
      pending = nothing()
      try {
        await commit(batch)
        for (const { resolve } of batch.done) resolve()
      } catch (error) {
        nextSeq = committed
        willEnd = ended
        const failed = [...batch.done, ...pending.done]
        pending = nothing()
        for (const { reject } of failed) reject(error)
      }
    }
  }

  async function commit({ lines, details, control }: Pending): Promise<void> {
    if (details.length > 0) await beside.write(details)
    const ends = willEnd && committed + lines.length === nextSeq
    const frames = encodeEvents(lines, committed, ends)
    const parts = frames.map(({ bytes }) => bytes)
    if (control !== null) parts.push(encodeFrame({ kind: FrameKind.control, firstSeq: 0, count: 0 }, control))
    handle ??= await open(path, 'r+')
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    for (let done = 0; done < bytes.length;) {
      done += (await handle.write(bytes, done, bytes.length - done, end + done)).bytesWritten
    }
    await handle.datasync()
    beside.keep()
    let at = end
    for (const { kind, firstSeq, count, bytes: frame } of frames) {
      const place = { offset: at + HEAD_BYTES, length: frame.length - HEAD_BYTES, crc: frame.readUInt32LE(4) }
      index.push({ kind, firstSeq, count, ...place })
      at += frame.length
    }
    end += bytes.length
    committed += lines.length
    ended = index.at(-1)?.kind === FrameKind.lastEvents
    onCommit({ events: committed, ended, control })
    if (ended) await release()
  }

  async function release(): Promise<void> {
    const open = handle
    handle = null
    await open?.close()
  }

  async function read(from: number, limit: number): Promise<readonly Envelope[]> {
    const envelopes: Envelope[] = []
    const last = Math.min(from + limit, committed)
    if (from >= last) return envelopes
    const file = await open(path, 'r')
    try {
      for (let i = firstFrameOf(index, from); i < index.length && index[i]!.firstSeq < last; i++) {
        const { firstSeq, count } = index[i]!
        const lines = (await payloadOf(file, index[i]!)).split('\n')
        const until = Math.min(count, last - firstSeq)
        for (let k = Math.max(0, from - firstSeq); k < until; k++) envelopes.push(JSON.parse(lines[k]!) as Envelope)
      }
      return envelopes
    } finally {
      await file.close()
    }
  }

  async function payloadOf(file: FileHandle, place: FramePlace): Promise<string> {
    const bytes = Buffer.allocUnsafe(HEAD_BYTES + place.length)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, place.offset - HEAD_BYTES)
    if (bytesRead < bytes.length || frameAt(bytes, 0) === null) {
      throw new StoreError('UNUSABLE', `events from ${place.firstSeq} on are not as they were written`)
    }
    return bytes.toString('utf8', HEAD_BYTES)
  }

  return {
    append: (lines, firstSeq, ends, details) => {
      if (firstSeq !== nextSeq) throw new StoreError('EVENT_GAP', `got event ${firstSeq}, expected ${nextSeq}`)
      nextSeq += lines.length
      willEnd ||= ends
      for (const line of lines) pending.lines.push(line)
      for (const detail of details) pending.details.push(detail)
      return schedule()
    },
    control: (json) => {
      pending.control = json
      return schedule()
    },
    read,
    print: () => eventsPrint(index),
    close: async () => {
      while (working !== null) await working
      await release()
    },
  }
}

function nothing(): Pending {
  return { lines: [], details: [], control: null, done: [] }
}

/** Index of the frame that holds event `seq`. */
function firstFrameOf(index: readonly FramePlace[], seq: number): number {
  let low = 0
  let high = index.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (index[middle]!.firstSeq <= seq) low = middle
    else high = middle - 1
  }
  return low
}
