import {
  isProviderError,
  type ChatMessage,
  type ModelRequest,
  type ModelUsage,
  type Provider,
  type ProviderErrorCode,
} from '@espalier/token'
import type { NotifyFn } from '../notice.ts'
import type { Ledger } from './ledger.ts'
import { costOf, NANO, type NanoUsd, type Price } from './price-table.ts'

export interface BudgetOptions {
  /** Null: unknown. Calls have no cost then, and no purse holds them; that is said once. */
  readonly price: Price | null
  readonly ledger: Ledger | null
  readonly notify: NotifyFn
}

/** What servers put around a message, in tokens, at most. */
const TOKENS_AROUND = 64
/** Tokens of an image, at most: above what the servers that we know of count for the largest one. */
const TOKENS_OF_IMAGE = 65_536

/** Failures before anything was sent. */
const UNSENT: readonly ProviderErrorCode[] = ['refused', 'forbidden-address', 'not-recorded', 'corrupt-record']

/**
 * Whether a failed call is free: nothing was sent, or the server answered with an error. Anything else may have been written and charged
 * for, and then all that was put by counts as spent.
 */
const isFree = (error: unknown): boolean =>
  isProviderError(error) && (error.status !== undefined || UNSENT.includes(error.code))

/**
 * Tells what calls cost, and puts money by before each one: as much as it could cost at most. A token is a byte at least, so a prompt has
 * no more tokens than bytes and what servers put around messages; a reply has no more than were asked for.
 */
export function withBudget(provider: Provider, { price, ledger, notify }: BudgetOptions): Provider {
  let hasSaid = false
  if (price === null) {
    return {
      name: provider.name,
      complete: (request, context) => {
        if (!hasSaid) {
          hasSaid = true
          const message = 'nobody knows what this model costs: budgets of tokens hold, those of money do not'
          notify({ type: 'unknown-price', provider: provider.name, message })
        }
        return provider.complete(request, context)
      },
    }
  }
  return {
    name: provider.name,
    complete: async (request, context) => {
      const bound = boundOf(request, price)
      const reservation = await ledger?.reserve(bound, context.signal)
      const settle = (cost: NanoUsd): void => {
        reservation?.settle(cost)
        if (cost > bound)
          notify({ type: 'overrun', provider: provider.name, reservedUsd: bound / NANO, costUsd: cost / NANO })
      }
      try {
        const { samples, usage } = await provider.complete(request, context)
        const cost = costOf(usage, price)
        settle(usage.isEstimate === true ? Math.max(bound, cost) : cost)
        return { samples, usage: { ...usage, costUsd: cost / NANO } }
      } catch (error) {
        const usage: ModelUsage | undefined = isProviderError(error) ? error.usage : undefined
        if (usage !== undefined) {
          const cost = costOf(usage, price)
          settle(usage.isEstimate === true ? Math.max(bound, cost) : cost)
          Object.assign(error as object, { usage: { ...usage, costUsd: cost / NANO } })
        } else settle(isFree(error) ? 0 : bound)
        throw error
      }
    },
  }
}

/** The most that a call can cost. */
function boundOf({ input, maxTokens, samples = 1, schema, tools = [] }: ModelRequest, price: Price): NanoUsd {
  const texts = input.type === 'text' ? [input.prompt] : input.messages.map(({ content }) => content)
  const told = [schema, ...tools].reduce((sum, one) => sum + (one === undefined ? 0 : bytesOf(JSON.stringify(one))), 0)
  const promptTokens = texts.reduce(
    (sum, text) => sum + tokensIn(text) + TOKENS_AROUND,
    told + TOKENS_AROUND * (tools.length + 1),
  )
  const dearest = { ...price, prompt: Math.max(price.prompt, price.cachedPrompt ?? 0) }
  return costOf({ calls: 1, promptTokens, completionTokens: maxTokens * samples }, dearest)
}

const bytesOf = (text: string): number => Buffer.byteLength(text)

function tokensIn(content: ChatMessage['content']): number {
  if (typeof content === 'string') return bytesOf(content)
  return content.reduce((sum, part) => sum + (part.type === 'text' ? bytesOf(part.text) : TOKENS_OF_IMAGE), 0)
}
