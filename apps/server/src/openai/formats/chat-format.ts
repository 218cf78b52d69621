import type { WrittenToken } from '@espalier/token'
import { DONE, finishField, frame, searchField, tokenField, usageField, type ReplyFormat } from './format.ts'

export function chatFormat(wants: { readonly logprobs: boolean; readonly usage: boolean }): ReplyFormat {
  const probabilities = (tokens: readonly WrittenToken[] | null) =>
    wants.logprobs && tokens !== null ? { content: tokens.map(tokenField), refusal: null } : null
  return {
    prefix: 'chatcmpl-',
    whole: (head, outcome) => ({
      ...head,
      object: 'chat.completion',
      choices: outcome.samples.map(({ text, finish, tokens }, index) => ({
        index,
        message: { role: 'assistant', content: text, refusal: null },
        logprobs: probabilities(tokens),
        finish_reason: finishField(finish),
      })),
      usage: usageField(outcome),
      ...searchField(outcome),
    }),
    stream: (head) => {
      const begun = new Set<number>()
      const chunk = (index: number, delta: object, finish: string | null, more: object = {}): string =>
        frame({
          ...head,
          object: 'chat.completion.chunk',
          choices: [{ index, delta, logprobs: null, finish_reason: finish, ...more }],
          ...(wants.usage ? { usage: null } : {}),
        })
      const begin = (index: number): readonly string[] => {
        if (begun.has(index)) return []
        begun.add(index)
        return [chunk(index, { role: 'assistant', content: '' }, null)]
      }
      return {
        open: () => begin(0),
        piece: ({ sample, text, tokens }) => [
          ...begin(sample),
          chunk(sample, { content: text }, null, { logprobs: probabilities(tokens) }),
        ],
        progress: (text) => [chunk(0, { reasoning_content: text }, null)],
        close: (outcome) => [
          ...outcome.samples.flatMap(({ finish }, index) => [...begin(index), chunk(index, {}, finishField(finish))]),
          ...(wants.usage || outcome.search !== null
            ? [
                frame({
                  ...head,
                  object: 'chat.completion.chunk',
                  choices: [],
                  ...(wants.usage ? { usage: usageField(outcome) } : {}),
                  ...searchField(outcome),
                }),
              ]
            : []),
          DONE,
        ],
        fail: (error) => [frame(error)],
      }
    },
  }
}
