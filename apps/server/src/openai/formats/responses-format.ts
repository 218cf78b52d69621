import type { CallOutcome } from '../call-outcome.ts'
import type { WrittenToken } from '@espalier/token'
import { named, searchField, tokenField, type ReplyFormat, type ReplyHead } from './format.ts'

/** The Responses API: one message of one text. */
export const responsesFormat = (wants: { readonly logprobs: boolean }): ReplyFormat => ({
  prefix: 'resp_',
  whole: (head, outcome) => response(head, 'completed', outcome, wants.logprobs),
  stream: (head) => {
    let sequence = 0
    let text = ''
    const tokens: WrittenToken[] = []
    const itemId = `msg_${head.id}`
    const event = (type: string, value: object): string => named(type, { ...value, sequence_number: sequence++ })
    const part = () => ({
      type: 'output_text',
      text,
      annotations: [],
      logprobs: wants.logprobs ? tokens.map(tokenField) : [],
    })
    const told = (some: readonly WrittenToken[]) => (wants.logprobs ? some.map(withoutBytes) : [])
    const place = { item_id: itemId, output_index: 0, content_index: 0 }
    const item = (status: string, content: readonly object[]) => ({
      output_index: 0,
      item: { type: 'message', id: itemId, role: 'assistant', status, content },
    })
    const delta = (more: string, written: readonly WrittenToken[]): string => {
      text += more
      tokens.push(...written)
      return event('response.output_text.delta', { ...place, delta: more, logprobs: told(written) })
    }
    return {
      open: () => [
        event('response.created', { response: response(head, 'in_progress', null, false) }),
        event('response.in_progress', { response: response(head, 'in_progress', null, false) }),
        event('response.output_item.added', item('in_progress', [])),
        event('response.content_part.added', { ...place, part: part() }),
      ],
      piece: ({ sample, text: more, tokens: written }) => (sample === 0 ? [delta(more, written ?? [])] : []),
      progress: () => [],
      close: (outcome) => [
        event('response.output_text.done', { ...place, text, logprobs: told(tokens) }),
        event('response.content_part.done', { ...place, part: part() }),
        event('response.output_item.done', item('completed', [part()])),
        event('response.completed', { response: response(head, 'completed', outcome, wants.logprobs) }),
      ],
      fail: (error) => {
        const { error: said } = error as { readonly error: { readonly message: string; readonly code: string | null } }
        const failed = {
          ...response(head, 'failed', null, false),
          error: { code: said.code ?? 'server_error', message: said.message },
        }
        return [event('response.failed', { response: failed })]
      },
    }
  },
})

/** As events of a stream have it. */
function withoutBytes(token: WrittenToken): object {
  const { bytes: _, top_logprobs: top, ...field } = tokenField(token)
  return { ...field, top_logprobs: top.map(({ bytes: _own, ...likely }) => likely) }
}

function response(
  { id, created, model }: ReplyHead,
  status: string,
  outcome: CallOutcome | null,
  logprobs: boolean,
): object {
  const text = outcome?.samples[0]?.text ?? ''
  const isCut = outcome?.samples[0]?.finish === 'length'
  const tokens = logprobs ? (outcome?.samples[0]?.tokens ?? []) : []
  const content = [{ type: 'output_text', text, annotations: [], logprobs: tokens.map(tokenField) }]
  return {
    id,
    object: 'response',
    created_at: created,
    status: isCut ? 'incomplete' : status,
    model,
    error: null,
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    output:
      outcome === null ? [] : [{ type: 'message', id: `msg_${id}`, role: 'assistant', status: 'completed', content }],
    parallel_tool_calls: false,
    tools: [],
    usage: outcome && {
      input_tokens: outcome.promptTokens,
      input_tokens_details: { cached_tokens: outcome.cachedTokens },
      output_tokens: outcome.completionTokens,
      output_tokens_details: { reasoning_tokens: outcome.reasoningTokens },
      total_tokens: outcome.promptTokens + outcome.completionTokens,
    },
    ...(outcome === null ? {} : searchField(outcome)),
  }
}
