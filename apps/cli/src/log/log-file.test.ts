import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Envelope } from '@espalier/core'
import { createLogHash, type LogTrailer } from '@espalier/protocol'
import { sampleSearch } from '../testing/sample-search.ts'
import { LogError } from './log-error.ts'
import { readLog } from './log-reader.ts'
import { createLogWriter } from './log-writer.ts'

let folder: string
let whole: string
let hash: string

const at = (name: string): string => join(folder, name)

async function readAll(file: string): Promise<{ readonly envelopes: Envelope[]; readonly trailer: LogTrailer }> {
  const envelopes: Envelope[] = []
  const log = readLog(file)
  for (;;) {
    const next = await log.next()
    if (next.done === true) return { envelopes, trailer: next.value.trailer }
    envelopes.push(next.value.envelope)
  }
}

/** What the reader says to this text in a file. */
async function faultOf(text: string): Promise<LogError> {
  writeFileSync(at('bad.jsonl'), text)
  try {
    await readAll(at('bad.jsonl'))
  } catch (error) {
    if (error instanceof LogError) return error
    throw error
  }
  throw new Error('expected a LogError')
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-log-'))
  const { summary } = await sampleSearch({ logFile: at('run.jsonl'), budget: { trials: 12 } })
  whole = readFileSync(at('run.jsonl'), 'utf8')
  hash = summary.logHash
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a log', () => {
  it('is read as it was written', async () => {
    const { envelopes, trailer } = await readAll(at('run.jsonl'))
    expect(JSON.parse(whole.split('\n')[0]!)).toMatchObject({
      format: 'espalier-log',
      version: 1,
      spec: { task: 'countdown', algorithm: { name: 'mcts' } },
    })
    expect(envelopes.map(({ event }) => event.seq)).toEqual(envelopes.map((_, i) => i))
    expect(trailer.events).toBe(envelopes.length)
    expect(trailer.hash).toBe(hash)
    expect(envelopes.at(-1)!.event.type).toBe('search-end')
  })

  it('hashes its events and not its clock', async () => {
    const { envelopes } = await readAll(at('run.jsonl'))
    const again = createLogHash()
    for (const { event } of envelopes) again.add(event)
    expect(again.digest()).toBe(hash)
    expect(new Set(envelopes.map((envelope) => envelope.at)).size).toBeGreaterThan(1)
  })

  it('is refused when it is cut off, wherever that is', async () => {
    const end = whole.length - 1
    for (let length = 0; length < end; length += 1 + (length % 97)) {
      const { message } = await faultOf(whole.slice(0, length))
      expect(message).toMatch(/bad\.jsonl(:\d+)?: /)
    }
    expect((await faultOf(whole.slice(0, whole.lastIndexOf('{"end"')))).fault).toMatch(
      /cut off: no end after \d+ events/,
    )
    expect((await faultOf('')).fault).toBe('an empty file, expected a log')
  })

  it('is refused when any one character is another', async () => {
    const lines = whole.split('\n').slice(0, -2).join('\n').length
    await fc.assert(
      fc.asyncProperty(
        fc.nat(lines - 1),
        fc.constantFrom('0', '7', 'x', '"', '\n', ' ', '}'),
        async (place, character) => {
          fc.pre(whole[place] !== character)
          const { line } = await faultOf(whole.slice(0, place) + character + whole.slice(place + 1))
          expect(line).toBeGreaterThan(0)
        },
      ),
    )
  })

  it.each([
    ['a line missing', (lines: string[]) => lines.splice(4, 1), 5, /sequence number 4, expected 3/],
    ['a line twice', (lines: string[]) => lines.splice(4, 0, lines[4]!), 6, /sequence number 3, expected 4/],
    ['text after the end', (lines: string[]) => lines.push('{}'), null, /after the end/],
    ['no header', (lines: string[]) => lines.shift(), 1, /not an Espalier log/],
    [
      'a newer version',
      (lines: string[]) => (lines[0] = '{"format":"espalier-log","version":2}'),
      1,
      /log version 2: this reader knows/,
    ],
    [
      'a clock that is none',
      (lines: string[]) => (lines[1] = lines[1]!.replace(/"at":[\d.]+/, '"at":"noon"')),
      2,
      /at: got "noon"/,
    ],
    [
      'a clock set differently',
      (lines: string[]) => (lines[1] = lines[1]!.replace(/"at":[\d.]+/, '"at":0.5')),
      null,
      /checksum differs/,
    ],
  ])('with %s is refused at its line', async (_, change, line, fault) => {
    const lines = whole.trimEnd().split('\n')
    change(lines)
    const error = await faultOf(`${lines.join('\n')}\n`)
    expect(error.fault).toMatch(fault)
    expect(error.line).toBe(line ?? lines.length)
    expect(error.message).toBe(`${at('bad.jsonl')}:${error.line}: ${error.fault}`)
  })

  it('that is missing or no file says so', async () => {
    await expect(readAll(at('none.jsonl'))).rejects.toThrow(/none\.jsonl: cannot read the log: no such file/)
    await expect(readAll(folder)).rejects.toThrow(/cannot read the log: is a directory/)
  })
})

describe('writing a log', () => {
  const START = JSON.parse('{"at":0,"event":{"seq":0,"type":"search-start"}}') as Envelope

  it('takes the place of an older log only when it is whole', () => {
    writeFileSync(at('kept.jsonl'), 'older')
    const log = createLogWriter(at('kept.jsonl'))
    log.append(START)
    expect(readFileSync(at('kept.jsonl'), 'utf8')).toBe('older')
    log.finish(null)
    expect(readFileSync(at('kept.jsonl'), 'utf8')).toMatch(/^\{"format".*\n\{"at":0.*\n\{"end".*\n$/)
    expect(readdirSync(folder)).not.toContain('kept.jsonl.partial')
  })

  it('leaves nothing when it is given up', () => {
    const log = createLogWriter(at('gone.jsonl'))
    log.append(START)
    log.discard()
    expect(readdirSync(folder).filter((name) => name.startsWith('gone'))).toEqual([])
  })

  it('writes through a link', () => {
    writeFileSync(at('real.jsonl'), '')
    symlinkSync(at('real.jsonl'), at('link.jsonl'))
    createLogWriter(at('link.jsonl')).finish(null)
    expect(readFileSync(at('real.jsonl'), 'utf8')).toContain('"end"')
  })

  it('writes into a device without replacing it', () => {
    createLogWriter('/dev/null').finish(null)
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  it('refuses at once what cannot be written', () => {
    expect(() => createLogWriter(join(folder, 'no', 'such', 'run.jsonl'))).toThrow(
      /cannot write the log: no such file or directory/,
    )
    expect(() => createLogWriter(folder)).toThrow(/cannot write the log: is a directory/)
  })
})
