import { describe, expect, it } from 'vitest'
import { createLogDecoder, decodeSnapshot, hashTree, searchPageSchema } from '@espalier/protocol'
import { expectProblem, isOver, searchOf, testApp, type TestApp } from './test-app.ts'

const LOG = { 'content-type': 'application/jsonl' }

async function exported(server: TestApp, id: string): Promise<string> {
  const response = await server.get(`/v1/searches/${id}/export`)
  expect(response.headers.get('content-type')).toBe('application/jsonl')
  expect(response.headers.get('content-disposition')).toContain(`${id}.jsonl`)
  return response.text()
}

const importLog = (server: TestApp, text: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
  server.fetch('/v1/imports', { method: 'POST', headers: LOG, body: text })

/** The hash that a log states and its lines have. */
function hashOf(text: string): string {
  const decoder = createLogDecoder()
  for (const line of text.trimEnd().split('\n')) decoder.line(line)
  return decoder.end().trailer.hash
}

const treeOf = async (server: TestApp, id: string): Promise<string> => {
  const response = await server.get(`/v1/searches/${id}/tree`)
  return hashTree(decodeSnapshot(new Uint8Array(await response.arrayBuffer())).tree)
}

async function finished() {
  const server = await testApp()
  const { id } = await server.create({ budget: { trials: 60 }, seed: 3, concurrency: 4, name: 'kept' })
  const search = await server.until(id, isOver)
  return { server, id, search, text: await exported(server, id) }
}

describe('a search as a file', () => {
  it('goes out and comes in with the same events, tree and hash, into another server too', async () => {
    const { server, id, search, text } = await finished()
    for (const other of [server, await testApp()]) {
      const response = await importLog(other, text)
      expect(response.status).toBe(201)
      const copy = await searchOf(response)
      expect(copy).toMatchObject({
        imported: true,
        status: 'finished',
        label: search.label,
        reason: search.reason,
        events: search.events,
        nodes: search.nodes,
        answer: search.answer,
        spec: { model: 'uniform', seed: 3, concurrency: 4, name: 'kept', budget: search.budget },
      })
      expect(await treeOf(other, copy.id)).toBe(await treeOf(server, id))
      const again = await exported(other, copy.id)
      expect(hashOf(again)).toBe(hashOf(text))
      expect(again.split('\n').slice(1, -2)).toEqual(text.split('\n').slice(1, -2))
    }
  })

  it('is refused with its line where it is not sound, and nothing is kept', async () => {
    const { server, text } = await finished()
    const fresh = await testApp()
    const lines = text.trimEnd().split('\n')
    const cases: readonly [string, string][] = [
      ['', 'an empty file'],
      ['hello', 'not an Espalier log'],
      [lines.slice(0, -1).join('\n'), 'cut off'],
      [lines.toSpliced(3, 1).join('\n'), 'sequence number'],
      [text.replace('"want":1', '"want":2'), 'hash'],
      [lines.toSpliced(4, 1, lines[4]!.replace('"trial":0', '"trial":7')).join('\n'), ''],
      [`${text}{}`, 'after the end'],
    ]
    for (const [bad, said] of cases) {
      const { detail } = await expectProblem(importLog(fresh, bad), 'invalid-log')
      expect(detail).toContain(said)
    }
    await expectProblem(importLog(fresh, new Uint8Array([0xff, 0xfe, 0])), 'invalid-request')
    await expectProblem(fresh.post('/v1/imports', {}), 'unsupported-media-type')
    expect(searchPageSchema.parse(await (await fresh.get('/v1/searches')).json()).searches).toEqual([])
    expect(await searchOf(await importLog(server, text))).toMatchObject({ imported: true })
  })

  it('is refused when it is too large, declared or not', async () => {
    const { text } = await finished()
    const small = await testApp({ limits: { importBytes: 1000 } })
    await expectProblem(importLog(small, text), 'too-large')
    const unending = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(Buffer.from('x'.repeat(600))),
    })
    const init = { method: 'POST', headers: LOG, body: unending, duplex: 'half' } as RequestInit
    await expectProblem(small.fetch('/v1/imports', init), 'too-large')
  })
})
