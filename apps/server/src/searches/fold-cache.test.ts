import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFold, foldEvents } from '@espalier/core'
import { decodeSnapshot, encodeSnapshot, hashTree } from '@espalier/protocol'
import { headerOf, someLog } from '../../test/describe-store.ts'
import { temporaryDirectory } from '../../test/temporary-directory.ts'
import { openDiskStore } from '../store/disk/disk-store.ts'
import type { SearchStore } from '../store/search-store.ts'
import { createFoldCache } from './fold-cache.ts'

const log = someLog(8000, true)
const whole = foldEvents(
  log.map(({ event }) => event),
  createFold(),
)
const refuse = (id: string, error: unknown): void => expect.fail(`${id}: ${String(error)}`)

/** A server's cache over a directory, and how often it read a log. */
function opened(directory: string) {
  const disk = openDiskStore(directory)
  let reads = 0
  const store: SearchStore = {
    ...disk,
    read: (...args) => {
      reads++
      return disk.read(...args)
    },
  }
  return { store, folds: createFoldCache(store, refuse), reads: () => reads }
}

it('folds the log of a large ended search once, whichever server is asked', async () => {
  expect(log.length).toBeGreaterThan(20_000)
  const directory = temporaryDirectory()
  const first = opened(directory)
  const { search } = await first.store.create(headerOf('srch_1'), {}, log)
  expect(await first.folds.snapshot(search)).toEqual(encodeSnapshot(whole))
  expect(first.reads()).toBe(1)
  await first.store.close()
  expect(readdirSync(directory)).toEqual(['srch_1.log', 'srch_1.tree'])

  for (const isLost of [false, true, false]) {
    if (isLost) rmSync(join(directory, 'srch_1.tree'))
    const next = opened(directory)
    const stored = (await next.store.get('srch_1'))!
    const bytes = await next.folds.snapshot(stored)
    const fold = await next.folds.of(stored)
    expect(hashTree(decodeSnapshot(bytes).tree)).toBe(hashTree(whole.tree))
    expect(hashTree(fold.tree)).toBe(hashTree(whole.tree))
    expect(fold).toMatchObject({ seq: whole.seq, end: whole.end, answer: whole.answer, usage: whole.usage })
    expect(next.reads()).toBe(isLost ? 1 : 0)
    await next.store.close()
  }
})

it('keeps what a search came to when it ends, and nothing of a small one', async () => {
  const directory = temporaryDirectory()
  const { store, folds } = opened(directory)
  await store.create(headerOf('srch_1'), {}, log)
  folds.keep('srch_1', whole)
  const small = someLog(5, true)
  const { search } = await store.create(headerOf('srch_2'), {}, small)
  await folds.of(search)
  await store.close()
  expect(readdirSync(directory)).toEqual(['srch_1.log', 'srch_1.tree', 'srch_2.log'])
})
