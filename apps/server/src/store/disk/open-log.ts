import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import type { SearchControl, SearchHeader } from '../search-store.ts'
import { FORMAT, FrameKind, scanFrames, type FramePlace } from './frame.ts'

/** A log as it was found on disk, its torn end cut off. */
export interface FoundLog {
  readonly header: SearchHeader
  readonly control: SearchControl
  readonly frames: readonly FramePlace[]
  readonly size: number
  /** Bytes of a write that was never finished, cut off just now. */
  readonly cutBytes: number
}

/**
 * Reads a log's frames. A file whose creation was never finished is removed: nobody was told of it. A file that is no log is put aside
 * under another name, never deleted. Null in both cases.
 */
export function openLog(path: string, report: (fault: string) => void): FoundLog | null {
  const bytes = readFileSync(path)
  const scan = scanFrames(bytes)
  if (scan === null && bytes.length >= FORMAT.length) {
    renameSync(path, `${path}.unreadable`)
    report(`${path} is no log of a search: put aside as ${path}.unreadable`)
    return null
  }
  const frames = scan?.frames ?? []
  const control = frames.findLast(({ kind }) => kind === FrameKind.control)
  if (scan === null || control === undefined || frames[0]!.kind !== FrameKind.header) {
    rmSync(path)
    return null
  }
  const json = ({ offset, length }: FramePlace): unknown => JSON.parse(bytes.toString('utf8', offset, offset + length))
  const cutBytes = bytes.length - scan.end
  if (cutBytes > 0) cut(path, scan.end)
  return {
    header: json(frames[0]!) as SearchHeader,
    control: json(control) as SearchControl,
    frames,
    size: scan.end,
    cutBytes,
  }
}

function cut(path: string, size: number): void {
  const file = openSync(path, 'r+')
  ftruncateSync(file, size)
  fsyncSync(file)
  closeSync(file)
}
