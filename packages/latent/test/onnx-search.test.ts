import {
  alphaZero,
  foldEvents,
  maxTrials,
  streamSearch,
  type ExpandFn,
  type SearchEvent,
  type StateBackend,
} from '@espalier/core'
import { writeAnswer, type OnnxThoughtModel, type Thought } from '@espalier/latent'
import { describe, expect, it } from 'vitest'
import { openModel, readExported } from './onnx-files.ts'

const THOUGHTS = 3
const BLEND = 0.5

interface Line {
  readonly thought: Thought
  readonly depth: number
  readonly answer: readonly number[] | null
}
type Step = { readonly label: string; readonly next: Line }

/** Lines of thought: a step carries the state that it leads to, because only the expander can run the model. */
const backend: StateBackend<Thought, Line, Step> = {
  name: 'thoughts',
  root: (thought) => ({ thought, depth: 0, answer: null }),
  extend: (_, { next }) => next,
  isTerminal: ({ answer }) => answer !== null,
  answer: ({ answer }) => answer?.join(' ') ?? null,
  label: ({ label }) => label,
}

/** (1 - b) h + b |h| u, brought back to the length of h. */
function steer(hidden: Float32Array, direction: Float32Array): Float32Array {
  const norm = (v: Float32Array): number => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0))
  const length = norm(hidden)
  const mixed = hidden.map((x, i) => (1 - BLEND) * x + BLEND * length * direction[i]!)
  const scale = length / norm(mixed)
  return mixed.map((x) => x * scale)
}

/** Proposes the likeliest tokens as steered thoughts, and after some of them the answer in words; a state is worth what its best token is. */
function thinkingExpander(model: OnnxThoughtModel): ExpandFn<Line, Step> {
  return async ({ state, evaluate, want, existing }) => {
    const [read] = model.readOut([state.thought.hidden])
    const likely = Array.from(read!, (score, token) => ({ token, prior: Math.exp(score) }))
      .toSorted((a, b) => b.prior - a.prior)
      .filter(({ token }) => !existing.includes(`think ${token}`))
      .slice(0, want)
    const value = evaluate ? Math.exp(Math.max(...read!)) : null
    if (state.answer !== null || want === 0) return { value, proposals: [] }
    if (state.depth === THOUGHTS) {
      const answer = await writeAnswer(model, state.thought, { maxTokens: 4 })
      const next = { ...state, depth: state.depth + 1, answer }
      return { value, proposals: [{ step: { label: 'answer', next }, prior: 1 }], exhausted: true }
    }
    const { hidden, cache } = state.thought
    const thoughts = await model.think(
      likely.map(({ token }) => ({ cache, input: steer(hidden, model.direction(token)), as: 'thought' })),
    )
    const proposals = likely.map(({ token, prior }, i) => {
      const next: Line = { thought: thoughts[i]!, depth: state.depth + 1, answer: null }
      return { step: { label: `think ${token}`, next }, prior }
    })
    return { value, proposals }
  }
}

async function search(kind: 'coconut' | 'codi', seed: number) {
  const model = await openModel(readExported(kind))
  const [problem] = await model.begin([[3, 1, 4]], 'thought')
  const stream = streamSearch({
    problem: problem!,
    describe: () => ({ problem: [3, 1, 4], label: '3 1 4' }),
    backend,
    algorithm: alphaZero({ children: 3, noiseFraction: 0.25 }),
    expand: thinkingExpander(model),
    stop: maxTrials(120),
    concurrency: 4,
    ordered: true,
    seed,
  })
  const events: SearchEvent[] = []
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return { result: next.value, events, model }
    events.push(next.value.event)
  }
}

describe.each(['coconut', 'codi'] as const)('a search over the thoughts of an exported model (%s)', (kind) => {
  it('finds an answer at the end of steered thoughts, without a failed trial', async () => {
    const { result, events, model } = await search(kind, 1)
    expect(result.failures).toBe(0)
    expect(result.path.map((label) => label.split(' ')[0])).toEqual(['think', 'think', 'think', 'answer'])
    // The answer is what the model writes after exactly these thoughts.
    let [line] = await model.begin([[3, 1, 4]], 'thought')
    for (const label of result.path.slice(0, THOUGHTS)) {
      const direction = model.direction(Number(label.split(' ')[1]))
      const input = steer(line!.hidden, direction)
      ;[line] = await model.think([{ cache: line!.cache, input, as: 'thought' }])
    }
    expect(result.answer).toBe((await writeAnswer(model, line!, { maxTokens: 4 })).join(' '))
    expect(foldEvents(events).tree.size).toBe(result.tree.size)
  })

  it('is the same log for the same seed, and another for another', async () => {
    const [first, again, other] = [await search(kind, 1), await search(kind, 1), await search(kind, 2)]
    expect(again.events).toEqual(first.events)
    expect(other.events).not.toEqual(first.events)
  })
})
