import {
  anyOf,
  createPreset,
  maxTokens,
  maxTrials,
  streamSearch,
  untilValue,
  type Json,
  type Preset,
} from '@espalier/core'
import { countdownTextTask, type CountdownPuzzle } from '@espalier/tasks'
import { checkAnswer } from '@espalier/tasks/scoring'
import { embeddedExpand, embeddedStepModel } from '@espalier/token'
import { countdownTokenizer, type TokenModel } from '@espalier/models'

/** A method of the comparison: an algorithm with its options. Methods of one `group` are one row, with a setting for each budget. */
export interface Method {
  readonly name: string
  readonly group: string
  readonly algorithm: string
  readonly options: Readonly<Record<string, Json>>
  /** Temperature of sampled chains. */
  readonly temperature?: number
}

/** What was spent up to some moment of a run. */
export interface Spent {
  readonly tokens: number
  readonly calls: number
  readonly ms: number
}

/** One method on one puzzle. */
export interface Run {
  /** Spending when the final answer was found; null if none was, or if the scorer refuses it. */
  readonly solvedAt: Spent | null
  /** Spending after each trial that cost something. */
  readonly trace: readonly Spent[]
  readonly rejected: number
  /** Tokens of the first path that reached an end; null if none did. */
  readonly chainTokens: number | null
}

const tokenizer = countdownTokenizer()

/** Runs a method until it has an answer or has written `tokens` tokens, and scores its final answer. The search never sees the scorer. */
export async function runMethod(
  model: TokenModel,
  method: Method,
  puzzle: CountdownPuzzle,
  tokens: number,
  seed: number,
): Promise<Run> {
  const steps = embeddedStepModel(model, method.temperature === undefined ? {} : { temperature: method.temperature })
  const task = countdownTextTask()
  const preset: Preset = createPreset(method.algorithm, method.options)
  const startedAt = performance.now()
  const trace: Spent[] = []
  let spent = { tokens: 0, calls: 0 }
  let foundAt: Spent | null = null
  const pathTokens = [0]
  let chainTokens: number | null = null
  const stream = streamSearch({
    problem: puzzle,
    backend: task.backend,
    algorithm: preset,
    expand: embeddedExpand(steps, task),
    stop: anyOf(untilValue(1), maxTokens(tokens), maxTrials(20_000)),
    seed,
    describe: ({ numbers, target }) => ({ problem: { numbers, target }, label: `${target}: ${numbers.join(' ')}` }),
  })
  for (;;) {
    const next = await stream.next()
    if (next.done === true) {
      steps.dispose()
      const { answer, rejected } = next.value
      const correct = answer !== null && checkAnswer(puzzle, answer).correct
      return { solvedAt: correct ? foundAt : null, trace, rejected, chainTokens }
    }
    const { event } = next.value
    if (event.type === 'node-add') {
      pathTokens[event.node] = pathTokens[event.parent]! + tokenizer.encode(event.label)!.length
      if (event.terminal === true) chainTokens ??= pathTokens[event.node]!
    }
    if (event.type === 'trial-end' && event.usage !== undefined && event.usage.calls > 0) {
      spent = { tokens: spent.tokens + event.usage.completionTokens, calls: spent.calls + event.usage.calls }
      trace.push({ ...spent, ms: performance.now() - startedAt })
    }
    if (event.type === 'answer-change') foundAt = { ...spent, ms: performance.now() - startedAt }
  }
}
