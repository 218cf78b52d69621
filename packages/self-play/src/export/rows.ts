import type { PreferencePair, RefinerExample } from '../data/rows.ts'
import type { Message } from '../roles/role.ts'

/** The libraries and services that rows can be written for. */
export const FORMATS = ['trl', 'llama-factory', 'axolotl', 'openai'] as const
export type ExportFormat = (typeof FORMATS)[number]

/** What a column holds: one message or a list of them; in OpenAI's rows also what is no column of a table. */
export type ColumnKind = 'message' | 'messages'

/** How rows of a format look. */
export interface RowFormat {
  readonly pair: (pair: PreferencePair) => Readonly<Record<string, unknown>>
  readonly example: (example: RefinerExample) => Readonly<Record<string, unknown>>
  /** Columns of pairs as a table; null where the consumer reads JSON lines alone. */
  readonly pairColumns: Readonly<Record<string, ColumnKind>> | null
}

const user = (content: string): Message => ({ role: 'user', content })
const assistant = (content: string): Message => ({ role: 'assistant', content })
const example: RowFormat['example'] = ({ messages }) => ({ messages })

/** Prompt and the two answers as messages beside each other: what LLaMA-Factory (sharegpt, ranking) and Axolotl (`chat_template.default`) read. */
const sideBySide: RowFormat = {
  pair: ({ prompt, chosen, rejected }) => ({
    messages: [user(prompt)],
    chosen: assistant(chosen),
    rejected: assistant(rejected),
  }),
  example,
  pairColumns: { messages: 'messages', chosen: 'message', rejected: 'message' },
}

/** Rows as the consumers' documentation has them, and nothing besides: what a row rests on goes into a file of its own. */
export const ROW_FORMATS: Readonly<Record<ExportFormat, RowFormat>> = {
  // Conversational, explicit prompt (huggingface.co/docs/trl/dataset_formats).
  trl: {
    pair: ({ prompt, chosen, rejected }) => ({
      prompt: [user(prompt)],
      chosen: [assistant(chosen)],
      rejected: [assistant(rejected)],
    }),
    example,
    pairColumns: { prompt: 'messages', chosen: 'messages', rejected: 'messages' },
  },
  'llama-factory': sideBySide,
  axolotl: sideBySide,
  // developers.openai.com, direct preference optimization and supervised fine-tuning.
  openai: {
    pair: ({ prompt, chosen, rejected }) => ({
      input: { messages: [user(prompt)], tools: [], parallel_tool_calls: true },
      preferred_output: [assistant(chosen)],
      non_preferred_output: [assistant(rejected)],
    }),
    example,
    pairColumns: null,
  },
}
