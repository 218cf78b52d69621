import { addUsage, NO_USAGE, type Json } from '@espalier/core'
import type { ValueModel } from '../step-model.ts'
import type { ModelInput } from './model-call.ts'
import { ProviderError } from './provider-error.ts'
import type { Provider } from './provider.ts'

export interface ProviderValueModelOptions {
  readonly provider: Provider
  /** How a prompt is put to the model. Default: as the one message of a conversation. */
  readonly input?: (prompt: string) => ModelInput
  /** Tokens of a judgement at most. Default 32. */
  readonly maxTokens?: number
}

/** What a judgement looks like. */
export const VALUE_SCHEMA: { readonly name: string; readonly schema: Json } = {
  name: 'value',
  schema: {
    type: 'object',
    properties: { value: { type: 'number', minimum: 0, maximum: 1 } },
    required: ['value'],
    additionalProperties: false,
  },
}

/** A language model that says how good a state is, as a number in JSON. Rejects with `wrong-schema`, and what it cost, for anything else. */
export function providerValueModel(options: ProviderValueModelOptions): ValueModel {
  const { provider, input = asMessage, maxTokens = 32 } = options
  return {
    async value(prompts, { signal }) {
      const replies = await Promise.all(
        prompts.map((prompt) =>
          provider.complete({ input: input(prompt), maxTokens, temperature: 0, schema: VALUE_SCHEMA }, { signal }),
        ),
      )
      const usage = replies.reduce((sum, reply) => addUsage(sum, reply.usage), NO_USAGE)
      const values = replies.map(({ samples }) => valueIn(samples[0]?.text ?? ''))
      const faulty = values.indexOf(null)
      if (faulty >= 0) {
        const got = JSON.stringify((replies[faulty]?.samples[0]?.text ?? '').slice(0, 60))
        throw new ProviderError('wrong-schema', `value: got ${got}, expected {"value": a number from 0 to 1}`, {
          usage,
        })
      }
      return { values: values as number[], usage }
    },
  }
}

function valueIn(text: string): number | null {
  try {
    const { value } = JSON.parse(text) as { readonly value?: unknown }
    return typeof value === 'number' && value >= 0 && value <= 1 ? value : null
  } catch {
    return null
  }
}

const asMessage = (prompt: string): ModelInput => ({ type: 'chat', messages: [{ role: 'user', content: prompt }] })
