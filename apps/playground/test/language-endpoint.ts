import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LanguageEndpoint {
  readonly baseUrl: string
  close(): Promise<void>
}

/**
 * An OpenAI-compatible endpoint whose model is a program: it answers 42 in two steps, and as a judge votes Yes, but that every third vote is no
 * verdict.
 */
export async function languageEndpoint(): Promise<LanguageEndpoint> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const { messages, n = 1 } = JSON.parse(body) as {
        readonly messages: readonly { readonly content: string }[]
        readonly n?: number
      }
      const text = messages.map(({ content }) => content).join('\n')
      const choices = Array.from({ length: n }, (_, index) => ({
        index,
        message: { role: 'assistant', content: replyTo(text, index) },
        finish_reason: 'stop',
      }))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ choices, usage: { prompt_tokens: 50, completion_tokens: 10 * n } }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://127.0.0.1:${port}/v1`, close: () => closed(server) }
}

function replyTo(text: string, sample: number): string {
  const form = [...text.matchAll(/Final Judge?ment \(([^)]+)\)/g)].at(-1)?.[1]
  if (form === undefined) return text.includes('1. Six times seven') ? 'Answer: 42' : 'Six times seven.'
  return sample % 3 === 2 ? 'I cannot say.' : `It follows from the table.\nFinal Judgement (${form}): Yes`
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => void server.close(() => resolve()))
}
