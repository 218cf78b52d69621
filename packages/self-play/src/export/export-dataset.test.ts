import { tableFromIPC } from 'apache-arrow'
import { parquetReadObjects } from 'hyparquet'
import { readParquet } from 'parquet-wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import { CONSUMER_ROWS, DATASET_INFO } from '../../test/consumer-schemas.ts'
import { LUCKY, scriptedRoles, somePrompts } from '../../test/scripted-roles.ts'
import { openRecord, recordInMemory } from '../record/call-record.ts'
import { isSelfPlayError } from '../self-play-error.ts'
import { selfPlay } from '../pipeline/self-play.ts'
import type { TrainingData } from '../data/rows.ts'
import { exportDataset, type ExportRequest } from './export-dataset.ts'
import { FORMATS } from './rows.ts'

async function play(slots: number): Promise<TrainingData> {
  const record = await openRecord(recordInMemory())
  const { data } = await selfPlay({ prompts: somePrompts(40), roles: scriptedRoles(LUCKY), record, slots, seed: 2 })
  return data[0]!
}

let data: TrainingData
beforeAll(async () => {
  data = await play(32)
})

const filesOf = (more: Partial<ExportRequest> = {}) => exportDataset({ ...data, format: 'trl', ...more })
const rowsOf = (text: string | Uint8Array | undefined): unknown[] =>
  String(text)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

describe.each(FORMATS)('%s', (format) => {
  it('takes every row', () => {
    const files = filesOf({ format })
    const [pairs, examples] = [rowsOf(files.get('dpo.jsonl')), rowsOf(files.get('sft.jsonl'))]
    expect(pairs).toHaveLength(data.pairs.length)
    expect(examples).toHaveLength(data.examples.length)
    expect(pairs.length).toBeGreaterThan(5)
    for (const row of pairs) CONSUMER_ROWS[format].pair.parse(row)
    for (const row of examples) CONSUMER_ROWS[format].example.parse(row)
  })

  it('finds what each row rests on beside it', () => {
    const files = filesOf({ format })
    expect(rowsOf(files.get('dpo.provenance.jsonl'))).toEqual(data.pairs.map(({ provenance }) => provenance))
    expect(rowsOf(files.get('sft.provenance.jsonl'))).toEqual(
      data.examples.map(({ source, provenance }) => ({ source, ...provenance })),
    )
    for (const { provenance } of data.pairs) {
      const { votes, rejectedVotes, usage, search } = provenance
      expect(votes.yes).toBeGreaterThan(votes.no)
      expect(rejectedVotes!.no).toBeGreaterThan(rejectedVotes!.yes)
      expect(usage!.calls).toBeGreaterThan(0)
      expect(search).toBe(`round-1-${provenance.prompt}`)
    }
  })

  it('gets the same bytes from the same rows, whatever order the calls came back in', async () => {
    const again = exportDataset({ ...(await play(1)), format })
    expect([...again]).toEqual([...filesOf({ format })])
  })
})

/** Rows as Arrow reads them, which is what most Parquet consumers are built on. */
function readByArrow(bytes: Uint8Array): unknown[] {
  const table = tableFromIPC(readParquet(bytes).intoIPCStream())
  return table.toArray().map((row) => JSON.parse(JSON.stringify(row)) as unknown)
}

describe.each(['trl', 'llama-factory', 'axolotl'] as const)('%s in Parquet', (format) => {
  it('reads as the rows that it has in JSON lines, and is the same bytes each time', async () => {
    const files = filesOf({ format, parquet: true })
    const lines = filesOf({ format })
    for (const name of ['dpo', 'sft']) {
      const bytes = files.get(`${name}.parquet`) as Uint8Array
      const read = await parquetReadObjects({ file: bytes.slice().buffer })
      expect(read).toEqual(rowsOf(lines.get(`${name}.jsonl`)))
      expect(readByArrow(bytes)).toEqual(read)
      expect(filesOf({ format, parquet: true }).get(`${name}.parquet`)).toEqual(bytes)
    }
  })

  it('may be empty', async () => {
    const files = filesOf({ format, parquet: true, pairs: [], examples: [] })
    const bytes = files.get('dpo.parquet') as Uint8Array
    expect(await parquetReadObjects({ file: bytes.slice().buffer })).toEqual([])
    expect(readByArrow(bytes)).toEqual([])
    expect(filesOf({ format, pairs: [], examples: [] }).get('dpo.jsonl')).toBe('')
  })
})

it('is refused as Parquet for OpenAI', () => {
  try {
    filesOf({ format: 'openai', parquet: true })
    throw new Error('was accepted')
  } catch (error) {
    expect(isSelfPlayError(error) && error.code).toBe('INVALID_OPTIONS')
  }
})

it('brings what the consumer needs beside the rows', () => {
  const info = filesOf({ format: 'llama-factory' }).get('dataset_info.json') as string
  expect(DATASET_INFO.parse(JSON.parse(info))).toMatchObject({
    dpo: { file_name: 'dpo.jsonl', ranking: true },
    sft: { file_name: 'sft.jsonl' },
  })
  expect(filesOf({ format: 'axolotl', parquet: true }).get('dpo.yaml')).toBe(
    [
      'rl: dpo',
      'datasets:',
      '  - path: dpo.parquet',
      '    ds_type: parquet',
      '    type: chat_template.default',
      '    field_messages: messages',
      '    field_chosen: chosen',
      '    field_rejected: rejected',
      '',
    ].join('\n'),
  )
  expect(filesOf({ format: 'axolotl' }).get('sft.yaml')).toContain('type: chat_template\n')
})

it('has a card that says what there is, and whether it was checked', () => {
  const card = filesOf().get('README.md') as string
  expect(card).toMatch(/^---\ntask_categories:/)
  expect(card).toContain(`| \`dpo.jsonl\` | ${data.pairs.length} |`)
  expect(card).toContain('Not checked: no reference texts were given.')
  const reference = data.examples[0]!.messages[0]!.content
  const checked = filesOf({ references: [reference], settings: { seed: 2 }, report: ['| a | table |'] })
  expect(checked.get('README.md')).toMatch(/- examples: [1-9]\d* of \d+ share 13 words in a row/)
  expect(checked.get('README.md')).toContain('"seed": 2')
  expect(checked.get('README.md')).toContain('| a | table |')
})
