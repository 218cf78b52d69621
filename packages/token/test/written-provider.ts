import type { ModelInput, ModelRequest, ModelSample } from '../src/provider/model-call.ts'
import { textOfContent } from '../src/provider/model-call.ts'
import type { Provider } from '../src/provider/provider.ts'

/** A text, or a sample with what else a server says. */
export type Script = string | Partial<ModelSample>

export const USAGE = { calls: 1, promptTokens: 10, completionTokens: 5 }

/** A provider that writes what a function of the request says, cut at stop texts as servers do; keeps what it was asked. */
export function scriptedProvider(write: (request: ModelRequest, sample: number) => Script) {
  const asked: ModelRequest[] = []
  const provider: Provider = {
    name: 'scripted',
    complete: (request) =>
      new Promise((resolve) => {
        asked.push(request)
        const samples = Array.from({ length: request.samples ?? 1 }, (_, i): ModelSample => {
          const said = write(request, i)
          const whole: ModelSample = {
            text: '',
            finish: 'stop',
            tokens: null,
            ...(typeof said === 'string' ? { text: said } : said),
          }
          const ends = (request.stop ?? []).map((stop) => whole.text.indexOf(stop)).filter((at) => at >= 0)
          return ends.length === 0 ? whole : { ...whole, text: whole.text.slice(0, Math.min(...ends)), finish: 'stop' }
        })
        resolve({ samples, usage: USAGE })
      }),
  }
  return { provider, asked }
}

/** All that a model reads. */
export const readBy = (input: ModelInput): string =>
  input.type === 'text'
    ? input.prompt
    : input.messages.map(({ role, content }) => `${role}: ${textOfContent(content)}`).join('\n')
