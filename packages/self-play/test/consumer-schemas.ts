import * as z from 'zod'
import type { ExportFormat } from '../src/index.ts'

/** What consumers say of their rows, written down from their documentation; nothing besides is let through. */
const text = z.string().min(1)
const userTurn = z.strictObject({ role: z.literal('user'), content: text })
const assistantTurn = z.strictObject({ role: z.literal('assistant'), content: text })

/** A conversation: perhaps a system message, then user and assistant by turns, the assistant last. */
const conversation = z
  .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: text }))
  .min(2)
  .refine((messages) => {
    const turns = messages.filter(({ role }, i) => role !== 'system' || i > 0)
    return turns.length % 2 === 0 && turns.every(({ role }, i) => role === (i % 2 === 0 ? 'user' : 'assistant'))
  }, 'expected user and assistant by turns, the assistant last')

const supervised = z.strictObject({ messages: conversation })

/** LLaMA-Factory, data/README.md, preference in sharegpt format; Axolotl, rlhf docs, `chat_template.default`. */
const sideBySide = z
  .strictObject({ messages: z.array(userTurn).length(1), chosen: assistantTurn, rejected: assistantTurn })
  .refine(({ chosen, rejected }) => chosen.content !== rejected.content, 'expected two answers')

export const CONSUMER_ROWS: Readonly<Record<ExportFormat, { readonly pair: z.ZodType; readonly example: z.ZodType }>> =
  {
    // TRL, dataset_formats: preference, conversational, explicit prompt; language modeling, conversational.
    trl: {
      pair: z.strictObject({
        prompt: z.array(userTurn).length(1),
        chosen: z.array(assistantTurn).length(1),
        rejected: z.array(assistantTurn).length(1),
      }),
      example: supervised,
    },
    'llama-factory': { pair: sideBySide, example: supervised },
    axolotl: { pair: sideBySide, example: supervised },
    // OpenAI, guides: direct preference optimization (exactly one assistant message each), supervised fine-tuning.
    openai: {
      pair: z.strictObject({
        input: z.strictObject({
          messages: z.array(userTurn).min(1),
          tools: z.array(z.unknown()),
          parallel_tool_calls: z.boolean(),
        }),
        preferred_output: z.array(assistantTurn).length(1),
        non_preferred_output: z.array(assistantTurn).length(1),
      }),
      example: supervised,
    },
  }

const tags = z.strictObject({
  role_tag: z.literal('role'),
  content_tag: z.literal('content'),
  user_tag: z.literal('user'),
  assistant_tag: z.literal('assistant'),
  system_tag: z.literal('system'),
})

/** LLaMA-Factory's dataset_info.json: columns and tags of the sharegpt format. */
export const DATASET_INFO = z.record(
  z.string(),
  z.strictObject({
    file_name: z.string(),
    formatting: z.literal('sharegpt'),
    ranking: z.boolean().optional(),
    columns: z.strictObject({
      messages: z.literal('messages'),
      chosen: z.literal('chosen').optional(),
      rejected: z.literal('rejected').optional(),
    }),
    tags,
  }),
)
