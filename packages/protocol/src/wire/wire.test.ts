import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Envelope, SearchEvent } from '@espalier/core'
import { anyEvent } from '../../test/any-event.ts'
import { searchEventSchema } from '../events/event-schema.ts'
import { isProtocolError } from '../protocol-error.ts'
import { decodeBatch, encodeBatch } from './batch.ts'
import { createEventDecoder, type StreamPart } from './event-decoder.ts'
import { SSE_HEARTBEAT, SSE_OPENING, SSE_SHUTDOWN, encodeEvents } from './sse.ts'

const clock = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 1e9, noNaN: true }).map((x) => x + 0),
)

/** Envelopes in a row from some sequence number on. */
const inARow = (events: readonly SearchEvent[], first: number, at: readonly number[]): Envelope[] =>
  events.map((event, i) => ({ at: at[i % at.length]!, event: { ...event, seq: first + i } }))

const anyEnvelopes = fc
  .tuple(
    fc.array(anyEvent, { minLength: 1, maxLength: 20 }),
    fc.nat(1_000_000),
    fc.array(clock, { minLength: 1, maxLength: 4 }),
  )
  .map(([events, first, at]) => inARow(events, first, at))

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...at].map((start, i) => bytes.slice(start, at[i] ?? bytes.length))
}

const envelopesOf = (parts: readonly StreamPart[]): Envelope[] =>
  parts.flatMap((part) => (part.type === 'events' ? part.envelopes : []))

describe('a batch', () => {
  it('comes back as it went in, to the order of its keys', () => {
    fc.assert(
      fc.property(anyEnvelopes, (envelopes) => {
        const back = decodeBatch(encodeBatch(envelopes))
        expect(back).toEqual(envelopes)
        expect(JSON.stringify(back)).toBe(JSON.stringify(envelopes))
        for (const { event } of back) expect(searchEventSchema.parse(event)).toEqual(event)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps events whose keys stand in another order', () => {
    const event = JSON.parse('{"type":"node-close","cause":"pruned","node":3,"seq":9}') as SearchEvent
    expect(JSON.stringify(decodeBatch(encodeBatch([{ at: 1, event }])))).toBe(JSON.stringify([{ at: 1, event }]))
  })

  it('refuses gaps and nothing', () => {
    const close = (seq: number): Envelope => ({ at: 0, event: { seq, type: 'node-close', node: 1, cause: 'pruned' } })
    expect(() => encodeBatch([])).toThrow(/no envelopes/)
    expect(() => encodeBatch([close(3), close(5)])).toThrow(/got sequence number 5, expected 4/)
  })

  it.each([
    'null',
    '[]',
    '[0,0]',
    '[0,0,0]',
    '[-1,0,[3,0,0]]',
    '[0.5,0,[3,0,0]]',
    '["0",0,[3,0,0]]',
    '[0,[3,0,0],1]',
    '[0,0,[4,0,0]]',
    '[0,0,[3,0,9]]',
    '[0,0,[0,0,0,2,0]]',
    '[0,0,[2,0,null,0,[1]]]',
    '[0,0,[2,0,null,0,0,{"seq":7}]]',
    '[0,0,{"seq":1,"type":"steer"}]',
    '[0,0,null]',
    '[0,0,[3,0,0]',
  ])('says what is wrong with %s', (text) => {
    expect(() => decodeBatch(text)).toThrow(expect.objectContaining({ code: 'INVALID_BATCH' }))
  })

  it('throws typed errors alone, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(fc.jsonValue()).map((x) => JSON.stringify(x)),
        ),
        (text) => {
          try {
            decodeBatch(text)
          } catch (error) {
            expect(isProtocolError(error)).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('a stream', () => {
  it('gives the same events however it is cut, whatever ends its lines', () => {
    fc.assert(
      fc.property(
        fc.array(anyEnvelopes, { maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (batches, places, newline) => {
          const text = SSE_OPENING + batches.map((batch) => encodeEvents(batch) + SSE_HEARTBEAT).join('') + SSE_SHUTDOWN
          const bytes = new TextEncoder().encode(`\uFEFF${text.replaceAll('\n', newline)}`)
          const decoder = createEventDecoder()
          const parts = cut(bytes, places).flatMap((piece) => decoder.push(piece))
          expect(envelopesOf(parts)).toEqual(batches.flat())
          expect(parts.at(-1)).toEqual({ type: 'shutdown' })
          expect(decoder.retryMs).toBe(2000)
        },
      ),
    )
  })

  it('never gives a message that it broke off in', () => {
    const envelope: Envelope = { at: 5, event: { seq: 7, type: 'node-close', node: 1, cause: 'failed' } }
    const text = encodeEvents([envelope])
    expect(text).toBe('id: 7\ndata: [7,5,[3,1,3]]\n\n')
    for (let length = 0; length < text.length; length++) {
      expect(createEventDecoder().push(text.slice(0, length))).toEqual([])
    }
  })

  it('passes over what it does not know', () => {
    const decoder = createEventDecoder()
    expect(decoder.push('event: news\nfoo: bar\ndata\ndata: x\n\n:\n\nid\n\n')).toEqual([])
    expect(decoder.push('retry: soon\n\n')).toEqual([])
    expect(decoder.retryMs).toBeNull()
  })

  it('throws typed errors alone, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), fc.boolean(), (pieces, asData) => {
        const decoder = createEventDecoder()
        try {
          for (const piece of pieces) {
            if (asData) decoder.push('data: ')
            decoder.push(piece)
            if (asData) decoder.push('\n\n')
          }
        } catch (error) {
          expect(isProtocolError(error)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
