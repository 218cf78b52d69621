import type { Json } from '@espalier/core'
import type { PreferencePair, RefinerExample } from '../data/rows.ts'
import { SelfPlayError } from '../self-play-error.ts'
import { consumerFiles, EXAMPLES, PAIRS } from './consumer-files.ts'
import { contaminationOf } from './contamination.ts'
import { datasetCard } from './dataset-card.ts'
import { parquetOf } from './parquet.ts'
import { ROW_FORMATS, type ExportFormat } from './rows.ts'
import { pairStatistics } from './statistics.ts'

export interface ExportRequest {
  readonly pairs: readonly PreferencePair[]
  readonly examples: readonly RefinerExample[]
  readonly format: ExportFormat
  /** Parquet instead of JSON lines. Not for OpenAI, which takes JSON lines alone. */
  readonly parquet?: boolean
  /** What the run was played with, for the card. */
  readonly settings?: Json
  /** Lines of the report, for the card. */
  readonly report?: readonly string[]
  /** Texts that the data must not hold, such as the prompts of a benchmark: looked for by runs of 13 words. */
  readonly references?: readonly string[]
}

/**
 * A dataset as files, by name: rows for the consumer, what each row rests on in a file beside it (line by line the same rows), and a card. The
 * same rows give the same bytes.
 */
export function exportDataset(request: ExportRequest): ReadonlyMap<string, Uint8Array | string> {
  const { pairs, examples, format, parquet = false, references } = request
  const { pair, example, pairColumns } = ROW_FORMATS[format]
  if (parquet && pairColumns === null)
    throw new SelfPlayError('INVALID_OPTIONS', `parquet: got true for ${format}, which takes JSON lines alone`)
  const rows = { pairs: pairs.map(pair), examples: examples.map(example) }
  const extension = parquet ? 'parquet' : 'jsonl'
  const contamination =
    references === undefined
      ? null
      : {
          pairs: contaminationOf(
            pairs.map(({ prompt, chosen }) => `${prompt}\n${chosen}`),
            references,
          ),
          examples: contaminationOf(
            examples.map(({ messages }) => messages.map(({ content }) => content).join('\n')),
            references,
          ),
        }
  const card = datasetCard({ ...request, extension, statistics: pairStatistics(pairs), contamination })
  return new Map<string, Uint8Array | string>([
    [`${PAIRS}.${extension}`, parquet ? parquetOf(rows.pairs, pairColumns!) : linesOf(rows.pairs)],
    [`${EXAMPLES}.${extension}`, parquet ? parquetOf(rows.examples, { messages: 'messages' }) : linesOf(rows.examples)],
    [`${PAIRS}.provenance.jsonl`, linesOf(pairs.map(({ provenance }) => provenance))],
    [`${EXAMPLES}.provenance.jsonl`, linesOf(examples.map(({ source, provenance }) => ({ source, ...provenance })))],
    ...Object.entries(consumerFiles(format, extension)),
    ['README.md', card],
  ])
}

function linesOf(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}
