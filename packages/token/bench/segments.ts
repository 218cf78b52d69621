/**
 * How boundaries by entropy compare with where steps begin, and with where something is chosen.
 *
 *   npm run eval:segments [-- --puzzles 40]
 *
 * Lines of Game of 24 that the embedded model writes, cut by the entropies of its own tokens and by those of the byte table; proofs over ProsQA's graphs
 * that the table was not made from. The threshold puts as many boundaries as given, in times of the true number of steps. A boundary is right if a step
 * begins exactly there, or if what stands there is a choice: in a game the numbers and the sign before `=` (what follows is worked out), in a proof the
 * name that a statement ends with (the rest is form, or the name before). Chance has the same number of boundaries anywhere.
 */
import { parseArgs } from 'node:util'
import { createPreset, maxTrials, runSearch } from '@espalier/core'
import { createByteModel, createCountdownModel, type TokenModel } from '@espalier/models'
import { readBytesTable, readCountdownCheckpoint } from '@espalier/models/node'
import { countdownTextTask, formatQuestion, formatStatement, generateGraphs, heldOutPuzzles } from '@espalier/tasks'
import {
  atWords,
  byteTrace,
  embeddedExpand,
  embeddedProvider,
  embeddedStepModel,
  entropyStarts,
  thresholdFor,
  tokenTrace,
  type EntropyTrace,
} from '../src/index.ts'

const { values: options } = parseArgs({ options: { puzzles: { type: 'string', default: '40' } } })
const count = Number(options.puzzles)

/** A text that was written, its entropies, and where its steps begin, its own beginning left out. */
interface Case {
  readonly text: string
  readonly trace: EntropyTrace
  readonly steps: readonly number[]
  /** The places among those of the trace at which something is chosen. */
  readonly choices: readonly number[]
}

const bytes = createByteModel(await readBytesTable())
const model = createCountdownModel(await readCountdownCheckpoint())
const games = await Promise.all(
  heldOutPuzzles({ split: 'validation', count, numbers: 4, seed: 7 }).map((puzzle) => gameOf(model, puzzle)),
)
report(
  'Game of 24, entropies of the model’s tokens',
  games.map(({ byTokens }) => byTokens),
)
report(
  'Game of 24, byte table',
  games.map(({ byBytes }) => byBytes),
)
report('ProsQA proofs, byte table', generateGraphs('official', count, 77).map(proofOf))

/** The steps of a line that the model writes by itself, one after the other, each read from the state before it. */
async function gameOf(given: TokenModel, problem: ReturnType<typeof heldOutPuzzles>[number]) {
  const task = countdownTextTask()
  const steps = embeddedStepModel(given)
  const { path } = await runSearch({
    problem,
    backend: task.backend,
    algorithm: createPreset('greedy'),
    expand: embeddedExpand(steps, task),
    stop: maxTrials(10),
    describe: () => ({ problem: { ...problem }, label: problem.numbers.join(' ') }),
  })
  steps.dispose()
  const provider = embeddedProvider(given)
  const starts: number[] = []
  const entropies: number[] = []
  const begins: number[] = []
  let text = ''
  let state = task.backend.root(problem)
  for (const label of path) {
    const { samples } = await provider.complete(
      {
        input: { type: 'text', prompt: task.prompt(state) },
        maxTokens: 64,
        temperature: 0,
        logProbabilities: true,
        alternatives: 122,
      },
      { signal: new AbortController().signal },
    )
    const [sample] = samples
    const trace = tokenTrace(sample!)!
    begins.push(text.length)
    starts.push(...trace.starts.map((at) => at + text.length))
    entropies.push(...trace.entropies)
    text += `${sample!.text}\n`
    const parsed = task.parse(state, label)
    if (!parsed.ok) break
    state = task.backend.extend(state, parsed.step)
  }
  const inside = begins.filter((at) => at > 0)
  const caseOf = (trace: EntropyTrace): Case => ({
    text,
    trace,
    steps: inside,
    choices: trace.starts.filter((at) => begins.some((begin) => at >= begin && at < text.indexOf(' = ', begin))),
  })
  return {
    byTokens: caseOf({ starts, entropies }),
    byBytes: caseOf(atWords(byteTrace(bytes, text, task.prompt(task.backend.root(problem))), text)),
  }
}

function proofOf({ question, path }: ReturnType<typeof generateGraphs>[number]): Case {
  const used = path.slice(1).map((to, i) => `${formatStatement(question, path[i]!, to)} `)
  const text = used.join('')
  const begins = used.map((_, i) => used.slice(0, i).join('').length)
  return {
    text,
    trace: atWords(byteTrace(bytes, text, `${formatQuestion(question)}\n`), text),
    steps: begins.filter((at) => at > 0),
    choices: begins.map((at, i) => at + used[i]!.trimEnd().lastIndexOf(' ') + 1),
  }
}

function report(title: string, cases: readonly Case[]): void {
  const count = (of: (one: Case) => readonly number[]): number => cases.reduce((sum, one) => sum + of(one).length, 0)
  const places = count(({ trace }) => trace.starts) - cases.length
  const steps = count((one) => one.steps)
  const choices = cases.map((one) => one.choices.filter((at) => at > 0))
  const chosen = choices.reduce((sum, { length }) => sum + length, 0)
  console.log(`\n${title}: ${cases.length} texts, ${places} places, ${steps} step starts, ${chosen} choices\n`)
  console.log('| boundaries | rule | step starts: precision | recall | choices: precision | recall |')
  console.log('|---|---|---|---|---|---|')
  for (const times of [1, 2, 3]) {
    const share = Math.min(1, (times * steps) / places)
    for (const type of ['global', 'monotonic'] as const) {
      const traces = cases.map(({ trace }) => trace)
      const threshold = thresholdFor(traces, type, share)
      const put = traces.map((trace) => new Set(entropyStarts(trace, { type, threshold }).filter((at) => at > 0)))
      const total = put.reduce((sum, { size }) => sum + size, 0)
      const right = (wanted: readonly (readonly number[])[]): number =>
        wanted.reduce((sum, one, i) => sum + one.filter((at) => put[i]!.has(at)).length, 0)
      const stepsRight = right(cases.map((one) => one.steps))
      const choicesRight = right(choices)
      row(`${times} x`, type, [stepsRight / total, stepsRight / steps, choicesRight / total, choicesRight / chosen])
    }
    row(`${times} x`, 'chance', [steps / places, share, chosen / places, share])
  }
}

function row(boundaries: string, rule: string, shares: readonly number[]): void {
  console.log(`| ${[boundaries, rule, ...shares.map((x) => (Number.isNaN(x) ? '–' : x.toFixed(2)))].join(' | ')} |`)
}
