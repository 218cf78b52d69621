import * as z from 'zod'
import type { ModelUsage } from '@espalier/token'

const rate = z.number().min(0).max(1_000_000)

const tableSchema = z.record(
  z.string().min(1).max(200),
  z.strictObject({
    prompt: rate.describe('US dollars a million tokens read.'),
    completion: rate.describe('US dollars a million tokens written.'),
    cachedPrompt: rate
      .exactOptional()
      .describe('US dollars a million tokens read that the server had kept. Default: as `prompt`.'),
  }),
)

/** Prices by model; a name that ends in `*` stands for all that begin so, and the longest that fits counts. */
export type PriceTable = z.infer<typeof tableSchema>
export type Price = PriceTable[string]

/** Money in whole billionths of a US dollar, so that sums are exact. */
export type NanoUsd = number
export const NANO: number = 1e9

/** A price table from the text of its file. Throws a TypeError that says what is wrong and where. */
export function readPriceTable(text: string): PriceTable {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new TypeError(`price table: not JSON: ${error instanceof Error ? error.message : ''}`, { cause: error })
  }
  const parsed = tableSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new TypeError(`price table: ${(issue?.path ?? []).map(String).join('.')}: ${issue?.message}`)
}

/** Null where nobody knows. */
export function priceOf(table: PriceTable, model: string): Price | null {
  const exact = Object.hasOwn(table, model) ? table[model] : undefined
  if (exact !== undefined) return exact
  const [best] = Object.keys(table)
    .filter((name) => name.endsWith('*') && model.startsWith(name.slice(0, -1)))
    .toSorted((a, b) => b.length - a.length)
  return best === undefined ? null : (table[best] ?? null)
}

/** What tokens cost, rounded up. */
export function costOf(usage: ModelUsage, price: Price): NanoUsd {
  const cached = Math.min(usage.cachedTokens ?? 0, usage.promptTokens)
  const { prompt, completion, cachedPrompt = prompt } = price
  return (
    tokensAt(usage.promptTokens - cached, prompt) +
    tokensAt(cached, cachedPrompt) +
    tokensAt(usage.completionTokens, completion)
  )
}

/** A dollar a million tokens is a thousand billionths a token; prices count to the sixth place, so that products are of whole numbers. */
const tokensAt = (tokens: number, perMillion: number): NanoUsd =>
  Math.ceil((tokens * Math.round(perMillion * 1e6)) / 1000)
