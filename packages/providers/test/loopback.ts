import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'

const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})

export interface Loopback {
  /** `http://127.0.0.1:1234`, without a path. */
  readonly origin: string
  /** Bodies that came, as JSON. */
  readonly bodies: Record<string, unknown>[]
  readonly headers: IncomingMessage['headers'][]
}

export type AnswerFn = (
  body: Record<string, unknown>,
  response: ServerResponse,
  request: IncomingMessage,
) => void | Promise<void>

/** An HTTP server on this machine, closed after the test. */
export async function loopback(answer: AnswerFn): Promise<Loopback> {
  const bodies: Record<string, unknown>[] = []
  const headers: IncomingMessage['headers'][] = []
  const listener: RequestListener = (request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const text = Buffer.concat(parts).toString()
      const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
      bodies.push(body)
      headers.push(request.headers)
      await answer(body, response, request)
    })()
  }
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, headers }
}

export function json(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}

export const USAGE = { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 }

/** A reply to a chat with these texts. */
export const chatReply = (...texts: readonly string[]) => ({
  id: 'x',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: texts.map((content, index) => ({
    index,
    message: { role: 'assistant', content },
    finish_reason: 'stop',
    logprobs: null as unknown,
  })),
  usage: USAGE,
})

/** What a server-sent message looks like. */
export const frame = (value: unknown): string =>
  `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`

export const delta = (content: string, finish: string | null = null, index = 0) => ({
  id: 'x',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index, delta: { content }, finish_reason: finish }],
})
