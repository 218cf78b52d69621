import type { SearchInfo } from '@espalier/protocol'
import type { ModelReply, ModelSample } from '@espalier/token'
import type { SearchService } from '../searches/search-service.ts'
import { OpenAiError } from './openai-error.ts'

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
  readonly tree_url: string
}

export function replyOutcome({ samples, usage }: ModelReply): CallOutcome {
  const { promptTokens, completionTokens, cachedTokens = 0 } = usage
  return { samples, promptTokens, completionTokens, cachedTokens, reasoningTokens: 0, search: null }
}

/** Throws an OpenAiError for a search that broke. One without an answer has an empty text. */
export async function searchOutcome(info: SearchInfo, service: SearchService): Promise<CallOutcome> {
  const { id, usage, status, trials, value, reason, answer } = info
  if (status === 'failed') throw new OpenAiError(500, `search ${id} broke`, null, 'search_failed')
  const kept = await tokensOnTheWay(id, service)
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
      tree_url: treeUrl(id),
    },
  }
}

export const treeUrl = (id: string): string => `/v1/searches/${id}/tree`

const READ = 2048

/** Tokens of the steps to the recommended node: of each trial that wrote one, its share among all that the trial wrote. */
async function tokensOnTheWay(id: string, service: SearchService): Promise<number> {
  const path = await service.look(id, ({ tree, end }) => {
    const nodes = new Set<number>()
    for (let node = end?.node ?? 0; node > 0; node = tree.parent(node)) nodes.add(node)
    return nodes
  })
  const written = new Map<number, { nodes: number; onTheWay: number }>()
  let kept = 0
  for (let from = 0; ;) {
    const envelopes = await service.read(id, from, READ)
    if (envelopes.length === 0) return Math.round(kept)
    from += envelopes.length
    for (const { event } of envelopes) {
      if (event.type === 'node-add') {
        const trial = written.get(event.trial) ?? { nodes: 0, onTheWay: 0 }
        trial.nodes++
        if (path.has(event.node)) trial.onTheWay++
        written.set(event.trial, trial)
      } else if (event.type === 'trial-end') {
        const trial = written.get(event.trial)
        if (trial !== undefined) kept += ((event.usage?.completionTokens ?? 0) * trial.onTheWay) / trial.nodes
        written.delete(event.trial)
      }
    }
  }
}
