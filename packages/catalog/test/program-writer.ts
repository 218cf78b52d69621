import { textOfContent, type Provider } from '@espalier/token'

const RIGHT = 'const second = (all) => [...new Set(all)].sort((a, b) => b - a)[1] ?? null'
const FIRST = 'const second = (all) => [...all].sort((a, b) => b - a)[1] ?? null'

/** A program in place of a language model: its first draft forgets repeated numbers, and it mends that once a test shows it. */
export const programWriter: Provider = {
  name: 'program-writer',
  complete: ({ input, samples = 1 }) => {
    const text =
      input.type === 'text' ? input.prompt : input.messages.map(({ content }) => textOfContent(content)).join('\n')
    const draft = text.includes('second([9,7,9,8]) is 8: failed, got 9') ? RIGHT : FIRST
    const sample = { text: `Here it is:\n\`\`\`js\n${draft}\n\`\`\``, finish: 'stop', tokens: null } as const
    return Promise.resolve({
      samples: Array.from({ length: samples }, () => sample),
      usage: { calls: 1, promptTokens: 100, completionTokens: 30 * samples },
    })
  },
}
