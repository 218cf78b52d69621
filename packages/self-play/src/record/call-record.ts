import { messageOf } from '@espalier/core'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { SelfPlayError } from '../self-play-error.ts'
import type { CallEntry, RecordEntry } from './entry.ts'
import { lineOf, readRecord } from './record-lines.ts'

/** Where a record lies: a file, or whatever can be written at a place. */
export interface RecordFile {
  /** Everything that is there. */
  read(): Promise<string>
  /** Puts text at this byte, for good, and cuts off whatever lay from there on. Rejects when it cannot. */
  write(at: number, text: string): Promise<void>
}

/** Every call that was paid for. An entry can be found only once it is written. */
export interface CallRecord {
  find(key: string): CallEntry | undefined
  /** Writes an entry down. Rejects with `RECORD_FAILED` when it cannot be written; it is kept in memory and tried again before the next one. */
  add(entry: RecordEntry): Promise<void>
  /** Writes what an earlier write could not. Does nothing when there is nothing. */
  flush(): Promise<void>
  /** Everything written so far, in order. */
  readonly entries: readonly RecordEntry[]
}

/**
 * Opens a record and cuts off its torn end, if it has one. Entries that are added while a write is under way go down together with the next
 * one, however many they are.
 */
export async function openRecord(file: RecordFile): Promise<CallRecord> {
  const read = readRecord(await file.read())
  const entries: RecordEntry[] = []
  const calls = new Map<string, CallEntry>()
  let end = read.bytes
  let waiting: RecordEntry[] = []
  let writing: Promise<void> | null = null
  for (const entry of read.entries) keep(entry)

  function keep(entry: RecordEntry): void {
    entries.push(entry)
    if (entry.kind === 'call') calls.set(entry.key, entry)
  }

  /** Writes everything that waits, also what comes to wait meanwhile. After a failure it still waits, in its order. */
  async function work(): Promise<void> {
    try {
      // Entries that are added at the same time share the first write too.
      await Promise.resolve()
      while (waiting.length > 0) await writeBatch()
    } finally {
      // In the same turn in which nothing waits any more: whoever comes later begins anew.
      writing = null
    }
  }

  async function writeBatch(): Promise<void> {
    const batch = waiting
    waiting = []
    const text = batch.map(lineOf).join('')
    try {
      await file.write(end, text)
    } catch (cause) {
      waiting = [...batch, ...waiting]
      const message = `record: ${waiting.length} entries cannot be written: ${messageOf(cause)}`
      throw new SelfPlayError('RECORD_FAILED', message, { cause })
    }
    end += utf8ToBytes(text).length
    for (const entry of batch) keep(entry)
  }

  function flush(): Promise<void> {
    if (writing === null && waiting.length === 0) return Promise.resolve()
    writing ??= work()
    return writing
  }

  return {
    find: (key) => calls.get(key),
    add: (entry) => {
      waiting.push(entry)
      return flush()
    },
    flush,
    entries,
  }
}

/** A record that lives as long as the process. `text`: what it holds to begin with. */
export function recordInMemory(text = ''): RecordFile & { readonly text: string } {
  let pieces = [text]
  let length = utf8ToBytes(text).length
  return {
    read: () => Promise.resolve(pieces.join('')),
    write: (at, more) => {
      if (at < length) pieces = [cutToBytes(pieces.join(''), at)]
      pieces.push(more)
      length = at + utf8ToBytes(more).length
      return Promise.resolve()
    },
    get text() {
      return pieces.join('')
    },
  }
}

/** The beginning of a text that has no more than so many bytes as UTF-8. */
function cutToBytes(text: string, bytes: number): string {
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (utf8ToBytes(text.slice(0, middle)).length <= bytes) low = middle
    else high = middle - 1
  }
  return text.slice(0, low)
}
