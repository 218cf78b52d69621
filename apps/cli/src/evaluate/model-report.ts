/**
 * Measures the embedded model by itself, for its card: how good its greedy steps are and how well its value tells solvable states from dead
 * ends, within states of the same count of numbers. Prints Markdown.
 *
 *   npm run eval:model [-- --model FILE] [-- --count 6000]
 *
 * The states are those of the training data's validation split (make-data.ts, seed 900001): no multiset of four or more numbers among
 * them was seen in training.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { drawsOf } from '@espalier/core'
import { areaUnderCurve } from '@espalier/latent'
import { countdownTokenizer, createCountdownModel } from '@espalier/models'
import { readCountdownCheckpoint } from '@espalier/models/node'
import { isSolvable, parseStep, type CountdownState } from '@espalier/tasks'
import { embeddedStepModel } from '@espalier/token'
import { calibration } from './calibration.ts'

interface Example {
  readonly prompt: string
  readonly solvable: boolean
  readonly numbers: number
}

const { values: options } = parseArgs({
  options: { model: { type: 'string' }, count: { type: 'string', default: '6000' } },
})
const model = createCountdownModel(await readCountdownCheckpoint(options.model))
const steps = embeddedStepModel(model, { cachedPrompts: 64 })
const context = { signal: new AbortController().signal }

/** Records as make-data.ts writes them: prompt length, total length, label, count of numbers, token ids; 64 bytes each. */
function makeExamples(count: number): Example[] {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-'))
  const file = join(folder, 'validation.bin')
  const script = fileURLToPath(new URL('../../../../packages/models/training/game24/make-data.ts', import.meta.url))
  execFileSync(process.execPath, [
    ...process.execArgv,
    script,
    '--out',
    file,
    '--seed',
    '900001',
    '--count',
    String(count),
    '--split',
    'validation',
  ])
  const bytes = readFileSync(file)
  rmSync(folder, { recursive: true })
  const tokenizer = countdownTokenizer()
  return Array.from({ length: count }, (_, i) => {
    const record = bytes.subarray(i * 64, (i + 1) * 64)
    return {
      prompt: tokenizer.decode([...record.subarray(4, 4 + record[0]!)]),
      solvable: record[2] === 1,
      numbers: record[3]!,
    }
  })
}

/** A state with these numbers left; how they were made is not known and not needed. */
function stateOf(prompt: string): CountdownState {
  const [target, numbers] = prompt.trim().split(': ') as [string, string]
  const left = numbers.split(' ').map((text) => {
    const [n, d = '1'] = text.split('/') as [string, string?]
    return { value: { n: BigInt(n), d: BigInt(d) }, expression: { kind: 'number', value: Number(n) } as const }
  })
  return { target: Number(target), left, steps: [] }
}

async function greedyStep({ prompt }: Example): Promise<{ readonly legal: boolean; readonly good: boolean }> {
  const reply = await steps.write(
    { prompt, count: 1, mode: 'likeliest', exclude: new Set(), draw: drawsOf(0, 0) },
    context,
  )
  const state = stateOf(prompt)
  const parsed = parseStep(state, reply.steps[0]!.text)
  if (!parsed.ok) return { legal: false, good: false }
  const left = parsed.step.left.map((value) => Number(value.n) / Number(value.d))
  return { legal: true, good: isSolvable(left, state.target) }
}

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`)

const examples = makeExamples(Number(options.count))
const values = (
  await steps.value(
    examples.map((example) => example.prompt),
    context,
  )
).values
console.log(
  '| numbers left | states | value AUC | mean value, solvable | mean value, dead end | greedy step legal (all states) | greedy step good (solvable states) |',
)
console.log('|---|---|---|---|---|---|---|')
for (const numbers of [2, 3, 4, 5, 6]) {
  const chosen = examples
    .map((example, i) => ({ ...example, value: values[i]! }))
    .filter((example) => example.numbers === numbers)
  const mean = (solvable: boolean): string => {
    const some = chosen.filter((example) => example.solvable === solvable)
    return some.length === 0 ? '–' : (some.reduce((sum, { value }) => sum + value, 0) / some.length).toFixed(2)
  }
  const sample = chosen.slice(0, 400)
  const greedy = await Promise.all(sample.map(greedyStep))
  const solvable = greedy.filter((_, i) => sample[i]!.solvable)
  const auc = areaUnderCurve(
    chosen.map((x) => x.value),
    chosen.map((x) => x.solvable),
  )
  const cells = [numbers, chosen.length, Number.isNaN(auc) ? '–' : auc.toFixed(3), mean(true), mean(false)]
  console.log(
    `| ${cells.join(' | ')} | ${percent(greedy.filter((x) => x.legal).length, greedy.length)} | ${percent(solvable.filter((x) => x.good).length, solvable.length)} |`,
  )
}
const { bins, error } = calibration(
  values,
  examples.map((example) => example.solvable),
)
console.log(`\nCalibration over ${examples.length} states, expected error ${(100 * error).toFixed(1)} points:\n`)
console.log(`| value in | ${bins.map((_, i) => `${i / 10}-${(i + 1) / 10}`).join(' | ')} |`)
console.log(`|---|${bins.map(() => '---|').join('')}`)
console.log(`| states | ${bins.map((bin) => bin.count).join(' | ')} |`)
console.log(`| solvable | ${bins.map((bin) => percent(bin.hits, bin.count)).join(' | ')} |`)
