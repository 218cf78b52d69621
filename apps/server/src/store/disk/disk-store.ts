import { readdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Envelope } from '@espalier/core'
import {
  checkContinuation,
  checkDetails,
  notEnded,
  StoreError,
  type SearchControl,
  type SearchHeader,
  type SearchStore,
  type StoredSearch,
} from '../search-store.ts'
import { lockDirectory } from './directory-lock.ts'
import { detailFile, type DetailFile } from './detail-file.ts'
import { encodeEvents, encodeFrame, FORMAT, FrameKind, scanFrames, type FramePlace } from './frame.ts'
import { logFile, type LogFile } from './log-file.ts'
import { openLog } from './open-log.ts'
import { syncDirectory } from './sync-directory.ts'
import { readSnapshotFile, writeSnapshotFile } from './snapshot-file.ts'

export interface DiskStoreOptions {
  /** Takes what was put aside or cut off at opening, one line each. Default: nobody. */
  readonly report?: (fault: string) => void
}

interface Entry {
  readonly header: SearchHeader
  control: SearchControl
  events: number
  ended: boolean
  /** What was accepted, and may not be durable yet. */
  accepted: { events: number; ended: boolean }
  readonly log: LogFile
  readonly details: DetailFile
}

const SUFFIX = '.log'
const SNAPSHOT_SUFFIX = '.tree'
const DETAILS_SUFFIX = '.details'

/**
 * Searches in a directory, one append-only file each (`frame.ts` has the format), taken for this process alone. What was acknowledged
 * survives the process and, as every write is flushed with fsync, the machine. Throws `LOCKED` while another process has the directory.
 */
export function openDiskStore(directory: string, options: DiskStoreOptions = {}): SearchStore {
  const report = options.report ?? ((): void => {})
  const unlock = lockDirectory(directory)
  const entries = new Map<string, Entry>()
  const byKey = new Map<string, Entry | Promise<Entry>>()
  const writing = new Set<Promise<void>>()
  let closing: Promise<void> | null = null

  for (const name of readdirSync(directory)) {
    if (!name.endsWith(SUFFIX)) continue
    const path = join(directory, name)
    const found = openLog(path, report)
    if (found === null) continue
    if (found.cutBytes > 0) report(`${path}: ${found.cutBytes} bytes of an unfinished write cut off`)
    keep(path, found.header, found.control, found.size, found.frames)
  }

  function keep(
    path: string,
    header: SearchHeader,
    control: SearchControl,
    size: number,
    frames: readonly FramePlace[],
  ): Entry {
    const last = frames.findLast(({ kind }) => kind >= FrameKind.events)
    const events = (last?.firstSeq ?? 0) + (last?.count ?? 0)
    const ended = last?.kind === FrameKind.lastEvents
    const details = detailFile(join(directory, `${header.id}${DETAILS_SUFFIX}`), events)
    const log = logFile(path, size, frames, details, (committed) => {
      entry.events = committed.events
      entry.ended = committed.ended
      if (committed.control !== null) entry.control = JSON.parse(committed.control) as SearchControl
    })
    const entry: Entry = { header, control, events, ended, accepted: { events, ended }, log, details }
    entries.set(header.id, entry)
    if (header.idempotency !== null) byKey.set(header.idempotency.key, entry)
    return entry
  }

  const snapshotPath = (id: string): string => join(directory, `${id}${SNAPSHOT_SUFFIX}`)

  function check(): void {
    if (closing !== null) throw new StoreError('CLOSED', 'the store is closed')
  }

  function entryOf(id: string): Entry {
    check()
    const found = entries.get(id)
    if (found === undefined) throw new StoreError('UNKNOWN_SEARCH', `${id}: no such search`)
    return found
  }

  async function write(header: SearchHeader, control: SearchControl, log: readonly Envelope[]): Promise<Entry> {
    const ended = checkContinuation(header.id, { events: 0, ended: false }, log)
    const path = join(directory, `${header.id}${SUFFIX}`)
    // The control comes last: with it the creation is whole.
    const bytes = Buffer.concat([
      FORMAT,
      encodeFrame({ kind: FrameKind.header, firstSeq: 0, count: 0 }, JSON.stringify(header)),
      ...encodeEvents(log.map(line), 0, ended).map((frame) => frame.bytes),
      encodeFrame({ kind: FrameKind.control, firstSeq: 0, count: 0 }, JSON.stringify(control)),
    ])
    try {
      await writeNew(path, bytes)
      await syncDirectory(directory)
    } catch (error) {
      rmSync(path, { force: true })
      throw error
    }
    return keep(path, header, control, bytes.length, scanFrames(bytes)!.frames)
  }

  return {
    create: async (header, control, log = []) => {
      check()
      const { id, idempotency } = header
      const known = idempotency === null ? undefined : byKey.get(idempotency.key)
      if (known !== undefined) return { search: viewOf(await known), created: false }
      if (entries.has(id)) throw new StoreError('DUPLICATE_ID', `${id}: this id is taken`)
      const writing = write(header, control, log)
      if (idempotency === null) return { search: viewOf(await writing), created: true }
      // A second request with the same key waits for the first one's file.
      byKey.set(idempotency.key, writing)
      try {
        return { search: viewOf(await writing), created: true }
      } catch (error) {
        byKey.delete(idempotency.key)
        throw error
      }
    },
    get: async (id) => {
      check()
      const found = entries.get(id)
      return found === undefined ? null : viewOf(found)
    },
    findByKey: async (key) => {
      check()
      const found = await byKey.get(key)
      return found === undefined ? null : viewOf(found)
    },
    list: async (before, limit) => {
      check()
      return [...entries.values()]
        .filter(({ header }) => before === null || header.id < before)
        .sort((a, b) => (a.header.id < b.header.id ? 1 : -1))
        .slice(0, limit)
        .map(viewOf)
    },
    append: async (id, envelopes, details = []) => {
      const entry = entryOf(id)
      const { events } = entry.accepted
      const ended = checkContinuation(id, entry.accepted, envelopes)
      checkDetails(id, envelopes, details)
      if (envelopes.length === 0) return
      entry.accepted = { events: events + envelopes.length, ended }
      try {
        await entry.log.append(envelopes.map(line), events, ended, details)
      } catch (error) {
        entry.accepted = { events: entry.events, ended: entry.ended }
        throw error
      }
    },
    setControl: async (id, control) => entryOf(id).log.control(JSON.stringify(control)),
    read: async (id, from, limit) => entryOf(id).log.read(from, limit),
    details: async (id, node) => entryOf(id).details.read(node),
    keepSnapshot: async (id, bytes) => {
      const { ended, log } = entryOf(id)
      if (!ended) throw notEnded(id)
      const done = writeSnapshotFile(snapshotPath(id), log.print(), bytes)
      writing.add(done)
      await done.finally(() => writing.delete(done))
    },
    snapshot: async (id) => {
      const { ended, log } = entryOf(id)
      return ended ? readSnapshotFile(snapshotPath(id), log.print()) : null
    },
    close: () => {
      closing ??= Promise.all([...entries.values()].map(({ log }) => log.close()))
        .then(() => Promise.allSettled(writing))
        .then(unlock)
      return closing
    },
  }
}

const line = (envelope: Envelope): string => JSON.stringify(envelope)

const viewOf = ({ header, control, events, ended }: Entry): StoredSearch => ({ header, control, events, ended })

async function writeNew(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
