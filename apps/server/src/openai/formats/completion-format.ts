import type { WrittenToken } from '@espalier/token'
import { DONE, finishField, frame, searchField, tokenField, usageField, type ReplyFormat } from './format.ts'

export function completionFormat(wants: { readonly logprobs: boolean; readonly usage: boolean }): ReplyFormat {
  /** In the older form, which counts characters from the beginning of the text. */
  const probabilities = (tokens: readonly WrittenToken[] | null, from: number) => {
    if (!wants.logprobs || tokens === null) return null
    let offset = from
    const fields = tokens.map(tokenField)
    return {
      tokens: tokens.map(({ text }) => text),
      token_logprobs: fields.map(({ logprob }) => logprob),
      top_logprobs: tokens.some(({ alternatives }) => alternatives !== undefined) ? fields.map(byToken) : null,
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

/** The likeliest tokens of a place by their text, and the one that was written among them. */
function byToken({
  token,
  logprob,
  top_logprobs: top,
}: ReturnType<typeof tokenField>): Readonly<Record<string, number>> {
  const all = [...top, { token, logprob }]
  // Of two tokens with one text the likelier counts.
  return Object.fromEntries(all.toSorted((a, b) => a.logprob - b.logprob).map((each) => [each.token, each.logprob]))
}
