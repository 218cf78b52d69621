import { utf8ToBytes } from '@noble/hashes/utils.js'
import { hashOf } from '../hash.ts'
import { SelfPlayError } from '../self-play-error.ts'
import type { RecordEntry } from './entry.ts'

/** A line: the first 16 digits of the SHA-256 of the entry's JSON, then that JSON as it stands. A line is itself JSON. */
const LINE = /^\{"check":"([0-9a-f]{16})","entry":(.*)\}$/s

export function lineOf(entry: RecordEntry): string {
  const text = JSON.stringify(entry)
  return `{"check":"${checkOf(text)}","entry":${text}}\n`
}

const checkOf = (text: string): string => hashOf(text).slice(0, 16)

export interface ReadRecord {
  readonly entries: readonly RecordEntry[]
  /** Bytes of the whole lines: whatever lies behind them is the torn end of a write that nobody was told about. */
  readonly bytes: number
}

/**
 * Reads a record. What is not whole at its end is left out; a line that is not whole with a whole one behind it was changed after it was
 * written: throws `RECORD_DAMAGED` that names it.
 */
export function readRecord(text: string): ReadRecord {
  const entries: RecordEntry[] = []
  const lines = text.split('\n')
  // Behind the last line feed lies nothing, or a line that is not finished.
  lines.pop()
  let bytes = 0
  let torn = 0
  for (const [i, line] of lines.entries()) {
    const entry = entryOf(line)
    if (entry === null) {
      torn ||= i + 1
      continue
    }
    if (torn > 0) throw new SelfPlayError('RECORD_DAMAGED', `record, line ${torn}: damaged, with whole lines behind it`)
    entries.push(entry)
    bytes += utf8ToBytes(line).length + 1
  }
  return { entries, bytes }
}

function entryOf(line: string): RecordEntry | null {
  const [, check, text] = LINE.exec(line) ?? []
  if (check === undefined || text === undefined || checkOf(text) !== check) return null
  return JSON.parse(text) as RecordEntry
}
