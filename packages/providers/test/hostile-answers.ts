import type { AnswerFn } from './loopback.ts'
import { chatReply, delta, frame, json } from './loopback.ts'

const GOOD = JSON.stringify(chatReply('fine'))
const BIG = JSON.stringify(chatReply('x'.repeat(10_000_000)))

/** What a bad server may do, by name; and the failure that each is, whole and as a stream. */
export const HOSTILE: Readonly<
  Record<string, { readonly answer: AnswerFn; readonly code: string; readonly isStream?: true }>
> = {
  'resets the connection': { code: 'reset', answer: (_body, response) => void response.destroy() },
  'breaks off in the middle': {
    code: 'reset',
    answer: (_body, response) => {
      response.writeHead(200, { 'content-length': String(GOOD.length) })
      response.write(GOOD.slice(0, 40), () => response.destroy())
    },
  },
  '429 without a time': {
    code: 'rate-limited',
    answer: (_body, response) => json(response, { error: { message: 'slow down' } }, 429),
  },
  '429 with a time': {
    code: 'rate-limited',
    answer: (_body, response) => json(response, { error: { message: 'slow down' } }, 429, { 'retry-after': '7' }),
  },
  '500': { code: 'server-error', answer: (_body, response) => void response.writeHead(500).end('<html>oh no</html>') },
  'an error with status 200': {
    code: 'server-error',
    answer: (_body, response) => json(response, { error: { message: 'out of memory' } }),
  },
  'truncated JSON': {
    code: 'not-json',
    answer: (_body, response) => void response.writeHead(200).end(GOOD.slice(0, 60)),
  },
  'no JSON at all': { code: 'not-json', answer: (_body, response) => void response.writeHead(200).end('hello') },
  'a wrong schema': {
    code: 'wrong-schema',
    answer: (_body, response) => json(response, { choices: [{ message: 'text' }] }),
  },
  null: { code: 'wrong-schema', answer: (_body, response) => json(response, null) },
  'empty text': { code: 'empty-reply', answer: (_body, response) => json(response, chatReply('')) },
  'no choices': { code: 'empty-reply', answer: (_body, response) => json(response, { ...chatReply(), choices: [] }) },
  'more choices than asked for': {
    code: 'wrong-schema',
    answer: (_body, response) => json(response, chatReply('a', 'b')),
  },
  'invalid UTF-8': {
    code: 'invalid-utf8',
    answer: (_body, response) => void response.writeHead(200).end(Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])),
  },
  'a reply of 10 MB': {
    code: 'reply-too-large',
    answer: (_body, response) => void response.writeHead(200).end(BIG),
  },
  'an error of 10 MB': {
    code: 'server-error',
    answer: (_body, response) => void response.writeHead(503).end(BIG),
  },
  'a redirect': {
    code: 'redirected',
    answer: (_body, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/stolen' }).end(),
  },
  'headers beyond all bounds': {
    code: 'reset',
    answer: (_body, response) => void response.writeHead(200, { 'x-big': 'x'.repeat(70_000) }).end(GOOD),
  },
  'an endless stream': {
    code: 'reply-too-large',
    isStream: true,
    answer: (_body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const piece = frame(delta('x'.repeat(10_000)))
      const pour = (): void => {
        while (!response.destroyed && response.write(piece));
      }
      response.on('drain', pour)
      pour()
    },
  },
  'an endless line': {
    code: 'reply-too-large',
    isStream: true,
    answer: (_body, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(50_000)));
      }
      response.on('drain', pour)
      pour()
    },
  },
  'a stream that breaks off': {
    code: 'truncated',
    isStream: true,
    answer: (_body, response) => void response.writeHead(200).end(frame(delta('half a '))),
  },
  'an error in the middle of a stream': {
    code: 'server-error',
    isStream: true,
    answer: (_body, response) =>
      void response.writeHead(200).end(frame(delta('half a ')) + frame({ error: { message: 'overloaded' } })),
  },
  'a stream of no JSON': {
    code: 'not-json',
    isStream: true,
    answer: (_body, response) => void response.writeHead(200).end(frame('{"choices":[')),
  },
  'a stream for a choice that nobody asked for': {
    code: 'wrong-schema',
    isStream: true,
    answer: (_body, response) => void response.writeHead(200).end(frame(delta('x', null, 4_000_000_000))),
  },
}
