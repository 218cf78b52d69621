import type { Json } from '@espalier/core'
import { SOURCES, type PreferencePair, type RefinerExample } from '../data/rows.ts'
import { EXAMPLES, PAIRS } from './consumer-files.ts'
import type { Contamination } from './contamination.ts'
import type { ExportFormat } from './rows.ts'
import type { PairStatistics, Spread } from './statistics.ts'

export interface CardRequest {
  readonly pairs: readonly PreferencePair[]
  readonly examples: readonly RefinerExample[]
  readonly format: ExportFormat
  readonly extension: string
  readonly statistics: PairStatistics
  readonly settings?: Json
  readonly report?: readonly string[]
  readonly contamination: { readonly pairs: Contamination; readonly examples: Contamination } | null
}

/** What the data is, where it comes from and what is known of it: a card as the Hugging Face Hub reads it. No clock in it. */
export function datasetCard(request: CardRequest): string {
  const { pairs, examples, format, extension, settings, report = [] } = request
  const bySource = SOURCES.map((source) => `${examples.filter((one) => one.source === source).length} ${source}`)
  const rounds = new Set([...pairs, ...examples].map(({ provenance }) => provenance.round))
  return [
    ...frontMatter(extension),
    '',
    '# Self-play refinement data',
    '',
    `${pairs.length} preference pairs for an actor and ${examples.length} conversations for judge and refiner, of ${rounds.size} round(s) of self-play refinement (SPaR, Cheng 2025, arXiv 2412.11605), written for ${format} by Espalier.`,
    '',
    '| file | rows | what |',
    '|---|---|---|',
    `| \`${PAIRS}.${extension}\` | ${pairs.length} | chosen: the refined answer; rejected: the very answer of the actor that was refined |`,
    `| \`${EXAMPLES}.${extension}\` | ${examples.length} | ${bySource.join(', ')} |`,
    `| \`${PAIRS}.provenance.jsonl\`, \`${EXAMPLES}.provenance.jsonl\` | as many | line by line what the row rests on: round, prompt, search, node, depth, nodes, value, votes, cost |`,
    '',
    '## Pairs',
    '',
    ...statisticsTable(request.statistics),
    '',
    '## Contamination',
    '',
    ...contaminationLines(request.contamination),
    ...(report.length === 0 ? [] : ['', '## Judge and verifier', '', ...report]),
    '',
    '## How it was made',
    '',
    'Answers and judgements are written by models, and what counts as better is what the judge voted for: the votes are in the provenance.',
    ...(settings === undefined ? [] : ['', '```json', JSON.stringify(settings, null, 2), '```']),
    '',
    'SPaR trains the actor by DPO with beta 0.1, an SFT term of 0.1 and a learning rate of 2e-7 for one epoch; judge and refiner by SFT at 2e-6 for five.',
    '',
  ].join('\n')
}

function frontMatter(extension: string): readonly string[] {
  const config = (name: string): readonly string[] => [`- config_name: ${name}`, `  data_files: ${name}.${extension}`]
  const tags = ['tags:', '- preference', '- dpo', '- self-play']
  return [
    '---',
    'task_categories:',
    '- text-generation',
    ...tags,
    'configs:',
    ...config(PAIRS),
    ...config(EXAMPLES),
    '---',
  ]
}

function statisticsTable(statistics: PairStatistics): readonly string[] {
  const rows: readonly (readonly [string, Spread | null, number])[] = [
    ['edit distance, characters', statistics.editDistance, 1],
    ['similarity (1 - distance / longer length)', statistics.similarity, 3],
    ['length, chosen less rejected, characters', statistics.lengthDifference, 1],
    ['vote margin of the chosen answer', statistics.chosenMargin, 2],
    ['vote margin of the rejected answer', statistics.rejectedMargin, 2],
    ['refinements in a row', statistics.depth, 2],
    ['nodes of the search', statistics.nodes, 1],
    ['tokens written in the search', statistics.tokens, 1],
  ]
  const cells = rows.flatMap(([name, spread, digits]) => {
    if (spread === null) return []
    const { mean, median, min, max } = spread
    return [`| ${name} | ${[mean, median, min, max].map((x) => x.toFixed(digits)).join(' | ')} |`]
  })
  return cells.length === 0 ? ['None.'] : ['| | mean | median | least | most |', '|---|---|---|---|---|', ...cells]
}

function contaminationLines(contamination: CardRequest['contamination']): readonly string[] {
  if (contamination === null) return ['Not checked: no reference texts were given.']
  return Object.entries(contamination).map(
    ([name, { n, checked, contaminated, short }]) =>
      `- ${name}: ${contaminated.length} of ${checked} share ${n} words in a row with the reference texts (${short} have fewer words)`,
  )
}
