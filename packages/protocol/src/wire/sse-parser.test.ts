import { expect, it } from 'vitest'
import { createSseParser } from './sse-parser.ts'

it('reads fields as the standard has them', () => {
  const parser = createSseParser()
  expect(
    parser.push('event: add\ndata: 73857293\n\ndata: 2153\nid\n\n: test\ndata:  two\ndata\nid: 5\n\ndata: end\n\n'),
  ).toEqual([
    { event: 'add', data: '73857293', id: '' },
    { event: 'message', data: '2153', id: '' },
    { event: 'message', data: ' two\n', id: '5' },
    { event: 'message', data: 'end', id: '5' },
  ])
})

it('takes a line feed after a carriage return for the same line end, across pieces too', () => {
  const parser = createSseParser()
  expect(['data: a\r', '\n', '\r', '\ndata: b\r', '\r'].flatMap((piece) => parser.push(piece))).toEqual([
    { event: 'message', data: 'a', id: '' },
    { event: 'message', data: 'b', id: '' },
  ])
})

it('gives up on a message beyond all bounds', () => {
  const parser = createSseParser(100)
  parser.push('data: '.padEnd(90, 'x'))
  expect(() => parser.push('x'.repeat(20))).toThrow(expect.objectContaining({ code: 'INVALID_STREAM' }))
  const lines = createSseParser(100)
  expect(() => {
    for (let i = 0; i < 60; i++) lines.push('data: x\n')
  }).toThrow(/more than 100 characters/)
})
