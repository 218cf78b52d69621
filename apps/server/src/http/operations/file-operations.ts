import { foldEvents } from '@espalier/core'
import { createSearchLogReader, logOutcome, writeSearchLog, type ReadSearchLog } from '@espalier/catalog'
import { isProtocolError, LOG_MEDIA_TYPE, searchInfoSchema } from '@espalier/protocol'
import type { HttpDeps } from '../http-deps.ts'
import { jsonDoc, operation, type AnyOperation } from '../operation.ts'
import { idParams } from '../parameters.ts'
import { HttpError } from '../problem.ts'
import { checkType, decodeText, readBody } from '../read-body.ts'

/** Lines between two breaths: about as many as take a few milliseconds. */
const BREATH_LINES = 500
const PIECE_CHARS = 64 * 1024

/** Whole searches as files, the same that the command writes and reads. */
export function fileOperations({ service, catalog, limits, clock }: HttpDeps): readonly AnyOperation[] {
  async function readLog(text: string): Promise<ReadSearchLog> {
    const reader = createSearchLogReader(catalog)
    let lines = 0
    for (let at = 0; at < text.length;) {
      const feed = text.indexOf('\n', at)
      const end = feed < 0 ? text.length : feed
      reader.line(text.slice(at, end))
      at = end + 1
      if (++lines % BREATH_LINES === 0) await clock.breathe()
    }
    while (reader.prove()) if (++lines % BREATH_LINES === 0) await clock.breathe()
    return reader.end()
  }

  return [
    operation({
      method: 'get',
      path: '/v1/searches/{id}/export',
      tag: 'Files',
      summary: 'The whole search as a file',
      description: 'A log in JSON lines: it can be imported again, and `espalier replay` proves it.',
      params: idParams,
      responses: { 200: { description: 'The log.', type: LOG_MEDIA_TYPE } },
      refusals: ['not-finished'],
      handle: async ({ params: { id } }, c) => {
        const { spec, events } = await service.get(id)
        const refuse = () => new HttpError('not-finished', 'only a search that has ended can be exported')
        if (await service.look(id, ({ end }) => end === null)) throw refuse()
        const envelopes = await service.read(id, 0, events)
        // What the file says of itself is what its own events come to.
        const outcome = logOutcome(foldEvents(envelopes.map(({ event }) => event)), catalog)
        if (outcome === null) throw refuse()
        return c.body(textStream(writeSearchLog(spec, envelopes, outcome)), 200, {
          'content-type': LOG_MEDIA_TYPE,
          'content-disposition': `attachment; filename="${id}.jsonl"`,
        })
      },
    }),
    operation({
      method: 'post',
      path: '/v1/imports',
      tag: 'Files',
      summary: 'Take a search from a file',
      description: 'It is folded and proven to come to what its end says, then kept; it is not run again.',
      rawBody: {
        type: LOG_MEDIA_TYPE,
        maxBytes: limits.importBytes,
        description: 'A log in JSON lines, as export and `espalier solve --log` write it.',
      },
      responses: { 201: jsonDoc('The search, kept.', searchInfoSchema) },
      refusals: ['invalid-log', 'stopping'],
      handle: async (_, c) => {
        checkType(c, LOG_MEDIA_TYPE)
        const text = decodeText(await readBody(c, limits.importBytes))
        try {
          const search = await service.adopt(await readLog(text))
          c.header('location', `/v1/searches/${search.id}`)
          return c.json(search, 201)
        } catch (error) {
          if (!isProtocolError(error)) throw error
          const place = error.line === null ? [] : [{ pointer: `line ${error.line}`, message: error.message }]
          throw new HttpError('invalid-log', error.message, place)
        }
      },
    }),
  ]
}

/** Text in pieces as bytes, made as fast as its reader takes them. */
function textStream(pieces: Iterator<string>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => {
      let text = ''
      while (text.length < PIECE_CHARS) {
        const next = pieces.next()
        if (next.done === true) {
          if (text !== '') controller.enqueue(Buffer.from(text))
          return controller.close()
        }
        text += next.value
      }
      controller.enqueue(Buffer.from(text))
    },
  })
}
