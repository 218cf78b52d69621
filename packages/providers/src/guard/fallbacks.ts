import { textOfContent, toolsInWords, type ChatMessage, type ModelRequest, type ProviderError } from '@espalier/token'
import type { Capability } from '../notice.ts'

/** What is done where a server cannot. */
export const FALLBACKS: Readonly<Record<Capability, string>> = {
  samples: 'several samples are asked for by as many calls at once',
  logProbabilities: 'steps have no probabilities: all have the same prior',
  alternatives: 'only the tokens that were written have probabilities',
  seed: 'the same request may give another reply: record the calls to repeat a search',
  stop: 'replies are cut at stop texts after they were written',
  schema: 'the form of the reply is asked for in words',
  tools: 'what may be called is said in words, and asked for in text',
  images: 'images are named in words',
  chat: 'conversations are written out as one text',
  text: 'texts to go on from are sent as a message',
}

/** Fields of requests by what they need. */
const FIELDS: readonly (readonly [Capability, RegExp])[] = [
  ['samples', /^n$|\bn\b.*(?:support|must be|only)|best_of/],
  ['alternatives', /top_logprobs/],
  ['logProbabilities', /logprobs?/],
  ['seed', /\bseed\b/],
  ['stop', /\bstop\b/],
  ['schema', /response_format|json_schema/],
  ['tools', /\btools?\b|tool[_ ]call|function[_ ]call/i],
  ['images', /image|multimodal|content.*(?:string|text only)/i],
]

/** What of a refused request was too much for the server; null if it was something else. */
export function isTooMuchFor(error: ProviderError, request: ModelRequest): Capability | null {
  const { code, status, param = '', message } = error
  if (status === 404 || status === 405) return request.input.type
  if (code !== 'bad-request') return null
  const uses: Readonly<Record<Capability, boolean>> = {
    samples: (request.samples ?? 1) > 1,
    logProbabilities: request.logProbabilities === true,
    alternatives: (request.alternatives ?? 0) > 0,
    seed: request.seed !== undefined,
    stop: (request.stop ?? []).length > 0,
    schema: request.schema !== undefined,
    tools: (request.tools ?? []).length > 0,
    images: hasImages(request.input),
    chat: false,
    text: false,
  }
  for (const said of [param, message])
    for (const [capability, pattern] of FIELDS) if (uses[capability] && pattern.test(said)) return capability
  return null
}

/** The request without what it takes; the same object where it does not need it. */
export function withoutCapability(request: ModelRequest, capability: Capability): ModelRequest {
  const { input } = request
  if (capability === 'seed' && request.seed !== undefined) {
    const { seed: _seed, ...rest } = request
    return rest
  }
  if (capability === 'stop' && request.stop !== undefined) {
    const { stop: _stop, ...rest } = request
    return rest
  }
  if (capability === 'logProbabilities' && request.logProbabilities === true) {
    const { logProbabilities: _asked, alternatives: _more, ...rest } = request
    return rest
  }
  if (capability === 'alternatives' && request.alternatives !== undefined) {
    const { alternatives: _more, ...rest } = request
    return rest
  }
  if (capability === 'schema' && request.schema !== undefined) {
    const { schema, ...rest } = request
    return {
      ...rest,
      input: saying(input, `Answer with JSON of this schema and nothing else: ${JSON.stringify(schema.schema)}`),
    }
  }
  if (capability === 'tools' && request.tools !== undefined) {
    const { tools, ...rest } = request
    return tools.length === 0 ? rest : { ...rest, input: saying(input, toolsInWords(tools)) }
  }
  if (capability === 'images' && hasImages(input)) return { ...request, input: withoutImages(input) }
  if (capability === 'text' && input.type === 'text')
    return { ...request, input: { type: 'chat', messages: [{ role: 'user', content: input.prompt }] } }
  if (capability === 'chat' && input.type === 'chat')
    return { ...request, input: { type: 'text', prompt: writtenOut(input.messages) } }
  return request
}

/** Words at the end, so that what went before is still the beginning of other calls. */
function saying(input: ModelRequest['input'], words: string): ModelRequest['input'] {
  if (input.type === 'text') return { type: 'text', prompt: `${input.prompt}\n${words}\n` }
  const last = input.messages.at(-1)
  if (last?.role !== 'user') return { type: 'chat', messages: [...input.messages, { role: 'user', content: words }] }
  const { content } = last
  const more = typeof content === 'string' ? `${content}\n\n${words}` : [...content, textPart(`\n\n${words}`)]
  return { type: 'chat', messages: [...input.messages.slice(0, -1), { role: 'user', content: more }] }
}

const textPart = (text: string) => ({ type: 'text' as const, text })

const hasImages = (input: ModelRequest['input']): boolean =>
  input.type === 'chat' &&
  input.messages.some(({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'image'))

function withoutImages(input: ModelRequest['input']): ModelRequest['input'] {
  if (input.type === 'text') return input
  return {
    type: 'chat',
    messages: input.messages.map(({ role, content }) => ({ role, content: textOfContent(content) })),
  }
}

function writtenOut(messages: readonly ChatMessage[]): string {
  const said = messages.map(({ role, content }) =>
    role === 'system' ? textOfContent(content) : `${role === 'user' ? 'User' : 'Assistant'}: ${textOfContent(content)}`,
  )
  return `${said.join('\n\n')}\n\nAssistant:`
}
