import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeStore, headerOf, someDetails, someLog } from '../../../test/describe-store.ts'
import { temporaryDirectory } from '../../../test/temporary-directory.ts'
import { openDiskStore } from './disk-store.ts'
import { scanFrames } from './frame.ts'
import { openLog } from './open-log.ts'

let directory = ''
describeStore('disk store', {
  open: () => openDiskStore((directory = temporaryDirectory())),
  reopen: () => openDiskStore(directory),
})

/** The bytes of a log written in several commits, and how many of them were there, and how many events, after each. */
async function writtenInSteps(): Promise<{
  readonly bytes: Buffer
  readonly steps: readonly { readonly size: number; readonly events: number; readonly paused: boolean }[]
}> {
  const directory = temporaryDirectory()
  const path = join(directory, 'srch_1.log')
  const store = openDiskStore(directory)
  const log = someLog(12, true)
  const steps: { size: number; events: number; paused: boolean }[] = []
  const note = (events: number, paused: boolean): void =>
    void steps.push({ size: readFileSync(path).length, events, paused })
  await store.create(headerOf('srch_1'), { paused: false })
  note(0, false)
  await store.append('srch_1', log.slice(0, 6))
  note(6, false)
  await store.setControl('srch_1', { paused: true })
  note(6, true)
  await store.append('srch_1', log.slice(6, 9))
  note(9, true)
  await store.append('srch_1', log.slice(9))
  note(log.length, true)
  await store.close()
  return { bytes: readFileSync(path), steps }
}

it('cut off at any byte, it has all that was acknowledged by then and nothing of what was not, and goes on', async () => {
  const { bytes, steps } = await writtenInSteps()
  const log = someLog(12, true)
  const directory = temporaryDirectory()
  const path = join(directory, 'srch_1.log')
  for (let size = 0; size <= bytes.length; size++) {
    writeFileSync(path, bytes.subarray(0, size))
    const whole = steps.findLast((step) => step.size <= size)
    if (size % 101 !== 0) {
      const last = openLog(path, () => {})?.frames.findLast(({ count }) => count > 0)
      expect((last?.firstSeq ?? 0) + (last?.count ?? 0)).toBe(whole?.events ?? 0)
      continue
    }
    const store = openDiskStore(directory)
    const found = await store.get('srch_1')
    if (whole === undefined) expect(found).toBeNull()
    else {
      expect(found).toMatchObject({
        events: whole.events,
        control: { paused: whole.paused },
        ended: whole.events === log.length,
      })
      expect(await store.read('srch_1', 0, 99)).toEqual(log.slice(0, whole.events))
      expect(readFileSync(path).length).toBe(whole.size)
      await store.append('srch_1', log.slice(whole.events))
      expect(await store.read('srch_1', 0, 99)).toEqual(log)
    }
    await store.close()
    expect(readdirSync(directory)).toEqual(whole === undefined ? [] : ['srch_1.log'])
  }
})

it('has the details of the events that it has and of no others, wherever log and details break off', async () => {
  const log = someLog(12, true)
  const details = someDetails(log)
  const within = (from: number, to: number) => details.filter(({ seq }) => seq >= from && seq < to)
  const first = temporaryDirectory()
  const store = openDiskStore(first)
  await store.create(headerOf('srch_1'), {})
  const sizes: { readonly events: number; readonly log: number; readonly details: number }[] = []
  const file = (folder: string, suffix: string): string => join(folder, `srch_1.${suffix}`)
  for (const [from, to] of [
    [0, 12],
    [12, 20],
    [20, log.length],
  ] as const) {
    await store.append('srch_1', log.slice(from, to), within(from, to))
    sizes.push({
      events: to,
      log: readFileSync(file(first, 'log')).length,
      details: readFileSync(file(first, 'details')).length,
    })
  }
  await store.close()
  const [logBytes, detailBytes] = [readFileSync(file(first, 'log')), readFileSync(file(first, 'details'))]
  const all = async (open: ReturnType<typeof openDiskStore>) =>
    (await Promise.all([...new Set(details.map(({ node }) => node))].map((node) => open.details('srch_1', node))))
      .flat()
      .toSorted((a, b) => a.seq - b.seq)
  // Details go down first: a crash leaves those of the next write whole, in part, or not there.
  for (const [i, { events, log: logSize, details: from }] of sizes.slice(0, -1).entries()) {
    const { details: to } = sizes[i + 1]!
    for (let size = from; size <= to; size += 1 + Math.floor((to - from) / 40)) {
      const directory = temporaryDirectory()
      writeFileSync(file(directory, 'log'), logBytes.subarray(0, logSize + (size % 19)))
      writeFileSync(file(directory, 'details'), detailBytes.subarray(0, size))
      const again = openDiskStore(directory)
      expect(await all(again)).toEqual(within(0, events))
      expect(readFileSync(file(directory, 'details')).length).toBe(from)
      // The trial is run again, and what is told of it then is another thing.
      const [next] = within(events, log.length)
      const other = { ...next!, detail: 'again' }
      await again.append('srch_1', log.slice(events), [other])
      expect(await all(again)).toEqual([...within(0, events), other])
      await again.close()
    }
  }
  const directory = temporaryDirectory()
  writeFileSync(file(directory, 'log'), logBytes)
  const without = openDiskStore(directory)
  expect(await all(without)).toEqual([])
  await without.close()
  writeFileSync(file(directory, 'details'), 'something else')
  const foreign = openDiskStore(directory)
  expect(await all(foreign)).toEqual([])
  await foreign.close()
})

it('reads nothing from a changed byte on', async () => {
  const { bytes, steps } = await writtenInSteps()
  const directory = temporaryDirectory()
  const path = join(directory, 'srch_1.log')
  for (let at = steps[0]!.size; at < bytes.length; at += 37) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1 << (at % 8)
    writeFileSync(path, changed)
    const reports: string[] = []
    const store = openDiskStore(directory, { report: (fault) => reports.push(fault) })
    const before = steps.findLast((step) => step.size <= at)!
    expect(await store.get('srch_1')).toMatchObject({ events: before.events })
    expect(await store.read('srch_1', 0, 99)).toEqual(someLog(12, true).slice(0, before.events))
    expect(reports).toEqual([`${path}: ${bytes.length - before.size} bytes of an unfinished write cut off`])
    await store.close()
  }
})

it('clears away what a process left that died while it took the directory', async () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, '.lock-0123456789abcdef'), '{}')
  const store = openDiskStore(directory)
  expect(readdirSync(directory)).toEqual(['lock.1'])
  await store.close()
})

it('keeps all of a large append or nothing of it, and reads any stretch of it', async () => {
  const directory = temporaryDirectory()
  const path = join(directory, 'srch_1.log')
  const log = someLog(3000, true)
  const store = openDiskStore(directory)
  await store.create(headerOf('srch_1'), {})
  await store.append('srch_1', log.slice(0, 7))
  const before = readFileSync(path).length
  await store.append('srch_1', log.slice(7))
  for (const from of [0, 3, 1000, 4567, log.length - 3]) {
    expect(await store.read('srch_1', from, 700)).toEqual(log.slice(from, from + 700))
  }
  await store.close()
  const bytes = readFileSync(path)
  const cuts = scanFrames(bytes)!
    .frames.map(({ offset, length }) => offset + length)
    .filter((end) => end > before)
  expect(cuts.length).toBeGreaterThan(5)
  for (const cut of [...cuts.slice(0, -1), bytes.length - 1]) {
    writeFileSync(path, bytes.subarray(0, cut))
    const again = openDiskStore(directory)
    expect(await again.get('srch_1')).toMatchObject({ events: 7, ended: false })
    expect(readFileSync(path).length).toBe(before)
    await again.close()
  }
})

it('forgets a snapshot that is torn, changed or of another log, and takes a new one', async () => {
  const directory = temporaryDirectory()
  const path = join(directory, 'srch_1.tree')
  const bytes = Uint8Array.from({ length: 200 }, (_, i) => i * i)
  const store = openDiskStore(directory)
  await store.create(headerOf('srch_1'), {})
  for (const envelope of someLog(5, true)) await store.append('srch_1', [envelope])
  await store.keepSnapshot('srch_1', bytes)
  await store.close()

  const again = openDiskStore(directory)
  const snapshot = async () => again.snapshot('srch_1').then((found) => (found === null ? null : [...found]))
  expect(await snapshot()).toEqual([...bytes])
  const whole = readFileSync(path)
  for (let at = 0; at < whole.length; at++) {
    const changed = Buffer.from(whole)
    changed[at]! ^= 1 << (at % 8)
    for (const wrong of [changed, whole.subarray(0, at)]) {
      writeFileSync(path, wrong)
      expect(await snapshot()).toBeNull()
    }
  }
  await again.keepSnapshot('srch_1', bytes.slice(1))
  expect(await snapshot()).toEqual([...bytes].slice(1))
  await again.close()

  // The log of another search under the same name.
  rmSync(join(directory, 'srch_1.log'))
  const other = openDiskStore(directory)
  await other.create(headerOf('srch_1'), {}, someLog(6, true))
  expect(await other.snapshot('srch_1')).toBeNull()
  await other.close()
})

it('puts a file aside that is no log', async () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'srch_1.log'), 'something else altogether')
  const reports: string[] = []
  const store = openDiskStore(directory, { report: (fault) => reports.push(fault) })
  expect(await store.list(null, 9)).toEqual([])
  await store.close()
  expect(readFileSync(join(directory, 'srch_1.log.unreadable'), 'utf8')).toBe('something else altogether')
  expect(reports).toHaveLength(1)
})

it('is for one process at a time, and takes over from one that is gone', async () => {
  const directory = temporaryDirectory()
  const store = openDiskStore(directory)
  expect(() => openDiskStore(directory)).toThrow(`in use by process ${process.pid}`)
  await store.create(headerOf('srch_1'), {})
  await store.close()
  expect(readdirSync(directory)).toEqual(['srch_1.log'])

  // A process that cannot exist, one whose number another process has now, and a lock that was never written whole.
  const holder = { pid: 2 ** 22 + 1, host: hostname(), startedAt: null, token: 'a' }
  writeFileSync(join(directory, 'lock.3'), JSON.stringify(holder))
  writeFileSync(join(directory, 'lock.4'), JSON.stringify({ ...holder, pid: process.pid, startedAt: '1' }))
  writeFileSync(join(directory, 'lock.5'), '{')
  const again = openDiskStore(directory)
  expect(readdirSync(directory)).toEqual(['lock.6', 'srch_1.log'])
  await again.close()

  writeFileSync(join(directory, 'lock.7'), JSON.stringify({ ...holder, host: 'elsewhere' }))
  expect(() => openDiskStore(directory)).toThrow('on elsewhere')
})
