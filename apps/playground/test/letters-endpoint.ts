import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { Message, RoleName } from '@espalier/self-play'
import { writeLetters } from './letters.ts'

interface ChatBody {
  readonly model: RoleName
  readonly messages: readonly Message[]
  readonly n?: number
  readonly seed: number
}

export interface LettersEndpoint {
  /** What `espalier-server --models` reads: `actor`, `judge` and `refiner`. */
  readonly models: string
  /** Keeps answers back until `release`. */
  hold(): void
  release(): void
  close(): Promise<void>
}

/** The parts of the world of letters behind an endpoint of chats, as a server reaches its models. */
export async function lettersEndpoint(): Promise<LettersEndpoint> {
  let held: Promise<void> = Promise.resolve()
  let release = (): void => {}
  const server = createServer((request, response) => {
    void (async () => {
      const { model, messages, n = 1, seed } = (await json(request)) as ChatBody
      await held
      const choices = writeLetters(model, messages, n, seed).map((content, index) => ({
        index,
        finish_reason: 'stop',
        message: { role: 'assistant', content },
      }))
      const usage = { prompt_tokens: 200, completion_tokens: 60 * n, total_tokens: 200 + 60 * n }
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ choices, usage }))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const models = Object.fromEntries(
    ['actor', 'judge', 'refiner'].map((model) => [model, { baseUrl, model, allowPrivateAddresses: true }]),
  )
  return {
    models: JSON.stringify({ models }),
    hold: () => {
      held = new Promise((resolve) => (release = resolve))
    },
    release: () => release(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
