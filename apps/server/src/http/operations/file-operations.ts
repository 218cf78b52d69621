import * as z from 'zod'
import { createSearchLogReader, type ReadSearchLog } from '@espalier/catalog'
import { isProtocolError, LOG_MEDIA_TYPE, searchInfoSchema, traceLevelSchema } from '@espalier/protocol'
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
      refusals: ['not-finished', 'trace-hidden'],
      handle: async ({ params: { id } }, c) =>
        c.body(textStream(await service.file(id)), 200, {
          'content-type': LOG_MEDIA_TYPE,
          'content-disposition': `attachment; filename="${id}.jsonl"`,
        }),
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
      query: z.object({
        trace: traceLevelSchema
          .optional()
          .describe('How much of it its readers are shown. Default, and most: what the server shows.'),
      }),
      responses: { 201: jsonDoc('The search, kept.', searchInfoSchema) },
      refusals: ['invalid-log', 'stopping'],
      handle: async ({ query: { trace } }, c) => {
        checkType(c, LOG_MEDIA_TYPE)
        const text = decodeText(await readBody(c, limits.importBytes))
        try {
          const search = await service.adopt(await readLog(text), trace)
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
