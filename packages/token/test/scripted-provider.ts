import { textOfContent, type ModelReply, type ModelRequest, type ModelSample } from '../src/provider/model-call.ts'
import type { Provider } from '../src/provider/provider.ts'

export const USAGE = { calls: 1, promptTokens: 10, completionTokens: 5 }

/** Everything that a request holds, as one text. */
export const textOf = ({ input }: ModelRequest): string =>
  input.type === 'text' ? input.prompt : input.messages.map(({ content }) => textOfContent(content)).join('\n')

/** The word that a prompt asks a judge to show. */
export const keyIn = (request: ModelRequest): string => /\(([0-9a-f]{8})\): …$/.exec(textOf(request))?.[1] ?? 'none'

export const sample = (text: string, finish: ModelSample['finish'] = 'stop'): ModelSample => ({
  text,
  finish,
  tokens: null,
})

export const replyOf = (...texts: readonly string[]): ModelReply => ({
  samples: texts.map((text) => sample(text)),
  usage: USAGE,
})

/** A provider whose replies are written by a test; keeps what it was asked. */
export function scripted(answer: (request: ModelRequest, call: number) => ModelReply | Promise<ModelReply>) {
  const requests: ModelRequest[] = []
  const provider: Provider = {
    name: 'scripted',
    complete: async (request) => {
      requests.push(request)
      return answer(request, requests.length - 1)
    },
  }
  return { provider, requests }
}

export const context = { signal: new AbortController().signal }
