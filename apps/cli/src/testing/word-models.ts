import { textOfContent, type Provider } from '@espalier/token'

const RIGHT = 'const second = (all) => [...new Set(all)].sort((a, b) => b - a)[1] ?? null'
const FIRST = 'const second = (all) => [...all].sort((a, b) => b - a)[1] ?? null'

/**
 * A program in place of a language model. It writes one function, wrong at first and right once a test shows what is; to questions it answers 42 in two steps,
 * and as a judge it votes for them, but that every third vote is no verdict.
 */
export const wordModel: Provider = {
  name: 'word-model',
  complete: ({ input, samples = 1 }) => {
    const text =
      input.type === 'text' ? input.prompt : input.messages.map(({ content }) => textOfContent(content)).join('\n')
    const texts = Array.from({ length: samples }, (_, i) => replyTo(text, i))
    return Promise.resolve({
      samples: texts.map((written) => ({ text: written, finish: 'stop', tokens: null })),
      usage: { calls: 1, promptTokens: 100, completionTokens: 10 * samples },
    })
  },
}

function replyTo(text: string, sample: number): string {
  const form = [...text.matchAll(/Final Judge?ment \(([^)]+)\)/g)].at(-1)?.[1]
  if (form !== undefined) return sample % 3 === 2 ? 'I cannot say.' : `It follows.\nFinal Judgement (${form}): Yes`
  if (text.includes('the function second'))
    return `\`\`\`js\n${text.includes('second([9,7,9,8]) is 8: failed') ? RIGHT : FIRST}\n\`\`\``
  return text.includes('1. Six times seven') ? 'Answer: 42' : 'Six times seven.'
}
