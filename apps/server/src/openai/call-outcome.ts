import type { ModelReply, ModelSample } from '@espalier/token'
import { showsPart, type SearchInfo, type TraceLevel } from '@espalier/protocol'
import type { ShownSearches } from '../trace/shown-searches.ts'
import { NO_RETRY, OpenAiError } from './openai-error.ts'

/** What a call came to, before it is put in the words of an endpoint. */
export interface CallOutcome {
  readonly samples: readonly ModelSample[]
  readonly promptTokens: number
  /** All that was written, and is to be paid for. */
  readonly completionTokens: number
  /** Of those, what is not on the way to the answer. */
  readonly reasoningTokens: number
  readonly cachedTokens: number
  /** Null for a model without search. */
  readonly search: SearchAccountField | null
}

/** What a search adds to a reply, as `x_search`. */
export interface SearchAccountField {
  readonly id: string
  readonly cost_usd: number | null
  readonly simulations: number
  readonly value: number | null
  readonly stop_reason: string | null
  /** Null where the tree is not shown. */
  readonly tree_url: string | null
  /** How much of the search is shown. */
  readonly trace: TraceLevel
  /** Over all of its events; null for a search that was not sealed. */
  readonly seal: string | null
}

export function replyOutcome({ samples, usage }: ModelReply): CallOutcome {
  const { promptTokens, completionTokens, cachedTokens = 0 } = usage
  return { samples, promptTokens, completionTokens, cachedTokens, reasoningTokens: 0, search: null }
}

/** Throws an OpenAiError for a search that broke. One without an answer has an empty text. */
export async function searchOutcome(info: SearchInfo, service: ShownSearches): Promise<CallOutcome> {
  const { id, usage, status, trials, value, reason, answer } = info
  if (status === 'failed') throw new OpenAiError(500, `search ${id} broke`, null, 'search_failed', NO_RETRY)
  const kept = await service.tokensOnTheWay(id)
  return {
    samples: [
      { text: answer ?? '', finish: answer === null && reason !== 'exhausted' ? 'length' : 'stop', tokens: null },
    ],
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
    reasoningTokens: Math.max(0, usage.completionTokens - kept),
    cachedTokens: 0,
    search: {
      id,
      cost_usd: usage.costUsd ?? null,
      simulations: trials,
      value,
      stop_reason: reason,
      tree_url: treeUrl(info),
      trace: info.trace?.level ?? 'full',
      seal: info.trace?.seal ?? null,
    },
  }
}

/** Where the tree of a search is; null where it is not shown. */
export const treeUrl = ({ id, trace }: Pick<SearchInfo, 'id' | 'trace'>): string | null =>
  showsPart(trace?.level ?? 'full', 'tree') ? `/v1/searches/${id}/tree` : null
