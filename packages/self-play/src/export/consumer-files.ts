import type { ExportFormat } from './rows.ts'

/** Names of the two sets of rows, as files, configurations and dataset names have them. */
export const PAIRS = 'dpo'
export const EXAMPLES = 'sft'

/** What a consumer needs beside the rows: LLaMA-Factory's list of datasets, Axolotl's part of a configuration. Name and text. */
export function consumerFiles(format: ExportFormat, extension: string): Readonly<Record<string, string>> {
  const files = { pairs: `${PAIRS}.${extension}`, examples: `${EXAMPLES}.${extension}` }
  switch (format) {
    case 'llama-factory':
      return { 'dataset_info.json': `${JSON.stringify(datasetInfo(files), null, 2)}\n` }
    case 'axolotl':
      return {
        'dpo.yaml': axolotl('rl: dpo', files.pairs, extension, [
          'type: chat_template.default',
          'field_messages: messages',
          'field_chosen: chosen',
          'field_rejected: rejected',
        ]),
        'sft.yaml': axolotl(null, files.examples, extension, ['type: chat_template', 'field_messages: messages']),
      }
    case 'trl':
    case 'openai':
      return {}
  }
}

/** github.com/hiyouga/LLaMA-Factory, data/README.md: messages in OpenAI's words are the sharegpt format with other tags. */
function datasetInfo({ pairs, examples }: { readonly pairs: string; readonly examples: string }) {
  const tags = {
    role_tag: 'role',
    content_tag: 'content',
    user_tag: 'user',
    assistant_tag: 'assistant',
    system_tag: 'system',
  }
  return {
    [PAIRS]: {
      file_name: pairs,
      formatting: 'sharegpt',
      ranking: true,
      columns: { messages: 'messages', chosen: 'chosen', rejected: 'rejected' },
      tags,
    },
    [EXAMPLES]: { file_name: examples, formatting: 'sharegpt', columns: { messages: 'messages' }, tags },
  }
}

/** docs.axolotl.ai: a `datasets` entry; the path is to be made that of the file. */
function axolotl(head: string | null, file: string, extension: string, lines: readonly string[]): string {
  const entry = [`path: ${file}`, `ds_type: ${extension === 'parquet' ? 'parquet' : 'json'}`, ...lines]
  return `${head === null ? '' : `${head}\n`}datasets:\n${entry.map((line, i) => `${i === 0 ? '  - ' : '    '}${line}\n`).join('')}`
}
