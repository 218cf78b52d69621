import type { WrittenToken } from '@espalier/token'
import { DONE, finishField, frame, searchField, usageField, type ReplyFormat } from './format.ts'

export function completionFormat(wants: { readonly logprobs: boolean; readonly usage: boolean }): ReplyFormat {
  /** In the older form, which counts characters from the beginning of the text. */
  const probabilities = (tokens: readonly WrittenToken[] | null, from: number) => {
    if (!wants.logprobs || tokens === null) return null
    let offset = from
    return {
      tokens: tokens.map(({ text }) => text),
      token_logprobs: tokens.map(({ logProbability }) => logProbability),
      top_logprobs: null,
      text_offset: tokens.map(({ text }) => (offset += text.length) - text.length),
    }
  }
  return {
    prefix: 'cmpl-',
    whole: (head, outcome) => ({
      ...head,
      object: 'text_completion',
      choices: outcome.samples.map(({ text, finish, tokens }, index) => ({
        index,
        text,
        logprobs: probabilities(tokens, 0),
        finish_reason: finishField(finish),
      })),
      usage: usageField(outcome),
      ...searchField(outcome),
    }),
    stream: (head) => {
      const written: number[] = []
      const chunk = (choices: readonly object[], more: object = {}): string =>
        frame({ ...head, object: 'text_completion', choices, ...(wants.usage ? { usage: null } : {}), ...more })
      return {
        open: () => [],
        piece: ({ sample, text, tokens }) => {
          const from = written[sample] ?? 0
          written[sample] = from + text.length
          return [chunk([{ index: sample, text, logprobs: probabilities(tokens, from), finish_reason: null }])]
        },
        progress: () => [],
        close: (outcome) => [
          ...outcome.samples.map(({ finish }, index) =>
            chunk([{ index, text: '', logprobs: null, finish_reason: finishField(finish) }]),
          ),
          ...(wants.usage ? [chunk([], { usage: usageField(outcome), ...searchField(outcome) })] : []),
          DONE,
        ],
        fail: (error) => [frame(error)],
      }
    },
  }
}
