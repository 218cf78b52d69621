import { keyedDraw } from '@espalier/core'
import { textOfContent, type ModelReply, type Provider } from '@espalier/token'

/**
 * A program in place of a language model: asked for the next step of "Add 3, 4, 5" it adds two numbers, wrongly now and then, and states the sum in the
 * end; asked to judge such steps it checks them, and every fourth of its votes is no verdict. What it does follows from the request and its seed.
 */
export const addingModel: Provider = {
  name: 'adder',
  complete: ({ input, samples = 1, seed = 0 }) => {
    const text =
      input.type === 'text' ? input.prompt : input.messages.map(({ content }) => textOfContent(content)).join('\n')
    const isJudge = text.includes('You judge what was written')
    const texts = Array.from({ length: samples }, (_, i) =>
      isJudge ? judged(text, i) : added(text, keyedDraw(seed, i, 0)),
    )
    return Promise.resolve(replyOf(texts))
  },
}

function added(text: string, draw: number): string {
  const numbers = numbersIn(/Add ([\d, ]+)/.exec(text)?.[1] ?? '')
  const done = [...text.matchAll(/^\d+\. (\d+) \+ (\d+) = (\d+)$/gm)]
  const sum = done.length === 0 ? numbers[0]! : Number(done.at(-1)![3])
  const next = numbers[done.length + 1]
  if (next === undefined) return `Answer: ${sum}`
  return `${sum} + ${next} = ${sum + next + (draw < 0.4 ? 1 : 0)}`
}

function judged(text: string, vote: number): string {
  const form = [...text.matchAll(/Final Judge?ment \(([^)]+)\)/g)].at(-1)?.[1] ?? ''
  if (vote % 4 === 3) return 'I cannot say.'
  const steps = [...text.matchAll(/(\d+) \+ (\d+) = (\d+)/g)]
  const wrong = steps.find(([, a, b, c]) => Number(a) + Number(b) !== Number(c))
  const said = wrong === undefined ? 'Every sum is right.' : `It is wrong that ${wrong[0]}.`
  return `${said}\nFinal Judgement (${form}): ${wrong === undefined ? 'Yes' : 'No'}`
}

const numbersIn = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number)

function replyOf(texts: readonly string[]): ModelReply {
  const completionTokens = texts.reduce((sum, text) => sum + text.split(' ').length, 0)
  return {
    samples: texts.map((text) => ({ text, finish: 'stop', tokens: null })),
    usage: { calls: 1, promptTokens: 50, completionTokens },
  }
}
