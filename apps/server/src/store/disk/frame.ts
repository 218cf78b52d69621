import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/**
 * A log file: eight bytes that name the format, then frames. A frame is 20 bytes of head and its payload:
 *
 *     u32 length of the payload | u32 CRC-32 of all that follows | u8 kind | 3 zero bytes | u32 first seq | u32 events | payload
 *
 * Little-endian. The payload is JSON, or for events one JSON envelope a line. A frame whose length or checksum does not fit is the torn
 * end of a write that nobody was told about: it and whatever follows it are cut off. Many events in one write are several frames, so
 * that a reader of a few need not read them all; all but the last are `part`s, which count only once the last one is there.
 */
export const FORMAT = Buffer.from('ESPLOG1\n')
export const HEAD_BYTES = 20
/** Longest payload: far above any batch, so that a torn length is not taken for a reason to read gigabytes. */
export const MAX_PAYLOAD_BYTES = 256 * 1024 * 1024

export const FrameKind = { header: 1, control: 2, events: 3, lastEvents: 4, part: 5 } as const
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind]

export interface FrameHead {
  readonly kind: FrameKind
  /** Sequence number of the first event; 0 for other kinds. */
  readonly firstSeq: number
  /** Events; 0 for other kinds. */
  readonly count: number
}

/** Where a frame lies in its file. */
export interface FramePlace extends FrameHead {
  /** Of the payload. */
  readonly offset: number
  readonly length: number
  /** Its checksum. */
  readonly crc: number
}

export function encodeFrame({ kind, firstSeq, count }: FrameHead, payload: string): Buffer {
  const length = Buffer.byteLength(payload)
  const frame = Buffer.allocUnsafe(HEAD_BYTES + length)
  frame.writeUInt32LE(length, 0)
  frame.writeUInt32LE(kind, 8)
  frame.writeUInt32LE(firstSeq, 12)
  frame.writeUInt32LE(count, 16)
  frame.write(payload, HEAD_BYTES)
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4)
  return frame
}

/** The frame that begins at `at`; null if none is whole there. */
export function frameAt(bytes: Buffer, at: number): FramePlace | null {
  if (at + HEAD_BYTES > bytes.length) return null
  const length = bytes.readUInt32LE(at)
  const end = at + HEAD_BYTES + length
  if (length > MAX_PAYLOAD_BYTES || end > bytes.length) return null
  if (crc32(bytes.subarray(at + 8, end)) !== bytes.readUInt32LE(at + 4)) return null
  const kind = bytes.readUInt32LE(at + 8)
  if (kind < FrameKind.header || kind > FrameKind.part) return null
  return {
    kind: kind as FrameKind,
    firstSeq: bytes.readUInt32LE(at + 12),
    count: bytes.readUInt32LE(at + 16),
    offset: at + HEAD_BYTES,
    length,
    crc: bytes.readUInt32LE(at + 4),
  }
}

/** The frame that begins at `at` in an open file, with its bytes; null if none is whole there. */
export async function readFrame(
  file: FileHandle,
  at: number,
): Promise<{ readonly frame: FramePlace; readonly payload: string } | null> {
  const head = Buffer.allocUnsafe(HEAD_BYTES)
  if ((await file.read(head, 0, HEAD_BYTES, at)).bytesRead < HEAD_BYTES) return null
  const length = head.readUInt32LE(0)
  if (length > MAX_PAYLOAD_BYTES) return null
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + length)
  if ((await file.read(bytes, 0, bytes.length, at)).bytesRead < bytes.length) return null
  const frame = frameAt(bytes, 0)
  if (frame === null) return null
  return { frame: { ...frame, offset: at + HEAD_BYTES }, payload: bytes.toString('utf8', HEAD_BYTES) }
}

/** All whole writes of a file from its beginning as frames, and where they end. Null if the file does not begin as a log does. */
export function scanFrames(bytes: Buffer): { readonly frames: readonly FramePlace[]; readonly end: number } | null {
  if (bytes.length < FORMAT.length || !bytes.subarray(0, FORMAT.length).equals(FORMAT)) return null
  const frames: FramePlace[] = []
  let parts: FramePlace[] = []
  let at = FORMAT.length
  let end = at
  for (let frame = frameAt(bytes, at); frame !== null; frame = frameAt(bytes, at)) {
    at = frame.offset + frame.length
    parts.push(frame)
    if (frame.kind === FrameKind.part) continue
    frames.push(...parts)
    parts = []
    end = at
  }
  return { frames, end }
}

/** What tells the events of one log from those of another: CRC-32 over the checksums of their frames. */
export function eventsPrint(frames: readonly FramePlace[]): number {
  return crc32(
    Buffer.from(
      Uint32Array.from(
        frames.filter(({ count }) => count > 0),
        ({ crc }) => crc,
      ).buffer,
    ),
  )
}

/** Longest payload of events, in characters: what a reader of one event reads at most, beside a single longer line. */
const MAX_EVENTS_CHARS = 128 * 1024

/** Lines of events in frames, the first with sequence number `firstSeq`; they count together. `ends`: the last line ends the search. */
export function encodeEvents(lines: readonly string[], firstSeq: number, ends: boolean): readonly EncodedFrame[] {
  const groups = groupsOf(lines)
  let seq = firstSeq
  return groups.map((group, i) => {
    const kind = i + 1 < groups.length ? FrameKind.part : ends ? FrameKind.lastEvents : FrameKind.events
    const head = { kind, firstSeq: seq, count: group.length }
    seq += group.length
    return { ...head, bytes: encodeFrame(head, group.join('\n')) }
  })
}

/** A frame that is not in a file yet. */
export interface EncodedFrame extends FrameHead {
  readonly bytes: Buffer
}

function groupsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = []
  let chars = Number.POSITIVE_INFINITY
  for (const line of lines) {
    chars += line.length + 1
    if (chars > MAX_EVENTS_CHARS) {
      groups.push([])
      chars = line.length + 1
    }
    groups.at(-1)!.push(line)
  }
  return groups
}
