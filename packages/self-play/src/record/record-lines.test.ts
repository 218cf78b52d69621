import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSelfPlayError } from '../self-play-error.ts'
import { openRecord, recordInMemory } from './call-record.ts'
import type { CallEntry } from './entry.ts'
import { lineOf, readRecord } from './record-lines.ts'

const entryOf = (text: string, i = 0): CallEntry => ({
  kind: 'call',
  key: `key ${i}`,
  round: 1,
  stage: 'judge',
  role: 'judge',
  index: 0,
  sampling: { n: 1, temperature: 0.7, topP: 1, maxTokens: 5, seed: i },
  texts: [text],
  usage: { calls: 1, promptTokens: 2, completionTokens: 3 },
})

const anyEntries = fc
  .array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 6 })
  .map((all) => all.map(entryOf))

it('reads what was written, one JSON value a line', () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const text = entries.map(lineOf).join('')
      const read = readRecord(text)
      expect(read.entries).toEqual(JSON.parse(JSON.stringify(entries)))
      expect(read.bytes).toBe(Buffer.byteLength(text))
      for (const line of text.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('entry')
    }),
  )
})

it('cut at any byte, keeps exactly the whole lines', () => {
  const entries = ['a', 'ü“😀”', '', 'two\nlines'].map(entryOf)
  const lines = entries.map((entry) => Buffer.from(lineOf(entry)))
  const bytes = Buffer.concat(lines)
  for (let cut = 0; cut <= bytes.length; cut++) {
    const read = readRecord(bytes.subarray(0, cut).toString('utf8'))
    let [whole, end] = [0, 0]
    while (whole < lines.length && end + lines[whole]!.length <= cut) end += lines[whole++]!.length
    expect(read.entries).toEqual(entries.slice(0, whole))
    expect(read.bytes).toBe(end)
  }
})

it('refuses a line that was changed, wherever it was changed, and says which', () => {
  const lines = ['a', 'b', 'c'].map((text, i) => lineOf(entryOf(text, i)))
  const second = lines[1]!
  for (let at = 0; at < second.length - 1; at++) {
    const changed = `${second.slice(0, at)}${second[at] === 'x' ? 'y' : 'x'}${second.slice(at + 1)}`
    try {
      readRecord(lines[0]! + changed + lines[2]!)
      throw new Error(`accepted: ${changed}`)
    } catch (error) {
      expect(isSelfPlayError(error) && [error.code, error.message]).toEqual([
        'RECORD_DAMAGED',
        'record, line 2: damaged, with whole lines behind it',
      ])
    }
  }
})

it('goes on behind the torn end of an earlier process', async () => {
  const file = recordInMemory(lineOf(entryOf('“a”')) + lineOf(entryOf('b')).slice(0, 30))
  const record = await openRecord(file)
  await Promise.all([record.add(entryOf('c', 1)), record.add(entryOf('d', 2))])
  expect(readRecord(file.text).entries.map((entry) => (entry.kind === 'call' ? entry.texts : []))).toEqual([
    ['“a”'],
    ['c'],
    ['d'],
  ])
  expect(record.find('key 2')?.texts).toEqual(['d'])
})

it('shows an entry only once it is written', async () => {
  let written = (): void => {}
  const file = { read: () => Promise.resolve(''), write: () => new Promise<void>((resolve) => (written = resolve)) }
  const record = await openRecord(file)
  const adding = record.add(entryOf('a'))
  await Promise.resolve()
  expect(record.find('key 0')).toBeUndefined()
  written()
  await adding
  expect(record.find('key 0')?.texts).toEqual(['a'])
})

it('loses no entry that comes while another is being written, or in the very turn in which the write ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(6), { minLength: 1, maxLength: 12 }), async (turns) => {
      const file = recordInMemory()
      const record = await openRecord(file)
      await Promise.all(
        turns.map(async (left, i) => {
          for (; left > 0; left--) await Promise.resolve()
          await record.add(entryOf('a', i))
          expect(record.find(`key ${i}`)).toBeDefined()
        }),
      )
      expect(readRecord(file.text).entries).toHaveLength(turns.length)
    }),
  )
})
