import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '@espalier/core'
import { someSearch } from '../../test/some-search.ts'
import { isProtocolError } from '../protocol-error.ts'
import type { SearchSpec } from '../searches/spec.ts'
import { createTextHash } from '../sha256.ts'
import { createLogDecoder } from './log-decoder.ts'
import { createLogEncoder } from './log-encoder.ts'

const SPEC: SearchSpec = {
  name: 'search',
  task: 'words',
  problem: 'word',
  model: 'none',
  algorithm: { name: 'mcts', options: {} },
  budget: { trials: 20 },
  seed: 1,
  concurrency: 1,
}

function written(spec?: SearchSpec): { readonly text: string; readonly envelopes: readonly Envelope[]; hash: string } {
  const search = someSearch(20, 1)
  search.end('trials')
  const envelopes = search.drain().map((event, i): Envelope => ({ at: i / 8, event }))
  const encoder = createLogEncoder(spec)
  const lines = [encoder.head, ...envelopes.map((envelope) => encoder.event(envelope))]
  const { text, hash } = encoder.end({ answer: null })
  return { text: lines.join('') + text, envelopes, hash }
}

function read(text: string) {
  const decoder = createLogDecoder()
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text === '' ? [] : text.split('\n')
  const envelopes = lines.map((line) => decoder.line(line)).filter((envelope) => envelope !== null)
  return { envelopes, ...decoder.end() }
}

describe('a log', () => {
  it('is read as it was written, with what was asked for where the writer said so', () => {
    for (const spec of [undefined, SPEC]) {
      const { text, envelopes, hash } = written(spec)
      const back = read(text)
      expect(back.envelopes).toEqual(envelopes)
      expect(back.spec).toEqual(spec ?? null)
      expect(back.trailer).toMatchObject({ events: envelopes.length, hash, outcome: { answer: null } })
    }
    expect(written().hash).toBe(written(SPEC).hash)
  })

  it('is refused cut off anywhere or with one character changed', () => {
    const { text } = written(SPEC)
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.constantFrom('x', '0', '"', '\n', '}', '\u2028'), (at, character) => {
        expect(() => read(text.slice(0, at))).toThrow(expect.objectContaining({ code: 'INVALID_LOG' }))
        if (text[at] === character) return
        const changed = text.slice(0, at) + character + text.slice(at + 1)
        try {
          // The outcome is the fold's to prove; everything before it is under a checksum.
          const { trailer } = read(changed)
          expect(trailer.outcome).not.toEqual({ answer: null })
        } catch (error) {
          expect(isProtocolError(error)).toBe(true)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('names the line of what is wrong', () => {
    const { text } = written()
    const lines = text.split('\n')
    expect(() => read([lines[0], lines[2]].join('\n'))).toThrow(
      expect.objectContaining({ line: 2, message: 'sequence number 1, expected 0' }),
    )
    expect(() => read('')).toThrow(expect.objectContaining({ line: null }))
    const deep = `{"at":0,"event":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(() => read(`${lines[0]}\n${deep}`)).toThrow(expect.objectContaining({ code: 'INVALID_LOG', line: 2 }))
    expect(() => read(text.replace('"version":1', '"version":1,"spec":{"seed":-1}'))).toThrow(/^spec/)
  })
})

it('hashes text in pieces as the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20_000 }), { maxLength: 4 }), (pieces) => {
      const hash = createTextHash()
      for (const piece of pieces) {
        hash.add(piece)
        hash.digest()
      }
      expect(hash.digest()).toBe(createHash('sha256').update(pieces.join('')).digest('hex'))
    }),
    { numRuns: 30 },
  )
})
