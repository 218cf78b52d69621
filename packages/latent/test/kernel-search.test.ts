import {
  createPreset,
  foldEvents,
  maxTrials,
  resumeSearch,
  runSearch,
  streamSearch,
  type Preset,
  type SearchEvent,
} from '@espalier/core'
import { formatQuestion } from '@espalier/tasks'
import { describe, expect, it } from 'vitest'
import {
  cosineKernel,
  kernelMcts,
  landings,
  nearThoughts,
  parseLabel,
  thoughtBackend,
  thoughtExpand,
  thoughtPool,
  type Landings,
  type MergeOptions,
} from '../src/index.ts'
import { questions, smallWorld } from './small-model.ts'

const { model, task } = smallWorld()
const problem = questions[0]!
const describeProblem = () => ({ problem: { question: formatQuestion(problem) }, label: 'question' })
const operators = [{ operator: 'gaussian', sigma: 1 }, { operator: 'steer' }] as const

/** A search over thoughts whose policy sees where steps lead. */
function sharing(landed: Landings, by: 'puct' | 'ucb') {
  const backend = thoughtBackend(task)
  const pool = thoughtPool(model, task)
  const expand = thoughtExpand({ model, task, backend, pool, operators, onThought: landed.note })
  const algorithm = kernelMcts({ similarity: landed.similarity, by, c: 1 })
  return { backend, pool, expand, algorithm, problem, seed: 3, describe: describeProblem }
}

async function eventsOf(stream: AsyncIterable<{ readonly event: SearchEvent }>): Promise<SearchEvent[]> {
  const events: SearchEvent[] = []
  for await (const { event } of stream) events.push(event)
  return events
}

describe('kernel sharing in a search over thoughts', () => {
  it.each(['puct', 'ucb'] as const)('by %s: the same log again, and another one than without it', async (by) => {
    const run = (similarity?: () => number) => {
      const landed = landings()
      const options = sharing(landed, by)
      const algorithm = similarity === undefined ? options.algorithm : kernelMcts({ similarity, by, c: 1 })
      return eventsOf(streamSearch({ ...options, algorithm, stop: maxTrials(80) }))
    }
    const shared = await run()
    expect(await run()).toEqual(shared)
    expect(await run(() => 0)).not.toEqual(shared)
  })

  it('goes on from its log as it would have, once the thoughts are there again', async () => {
    const whole = await eventsOf(streamSearch({ ...sharing(landings(), 'puct'), stop: maxTrials(80) }))
    const parse = (state: Parameters<typeof parseLabel<typeof problem>>[1], label: string) =>
      parseLabel(task, state, label)
    for (const share of [0.3, 0.7]) {
      let length = Math.floor(whole.length * share)
      while (whole[length - 1]!.type === 'node-add') length--
      const landed = landings()
      const options = sharing(landed, 'puct')
      const log = whole.slice(0, length)
      await landed.restore(foldEvents(log).tree, problem, { ...options, task })
      const resume = resumeSearch({ ...options, parse }, log)
      const rest = await eventsOf(streamSearch({ ...options, resume, stop: maxTrials(80) }))
      expect([...log.slice(0, resume.kept), ...rest]).toEqual(whole)
    }
  })

  it('knows nodes by where they led, and nothing of those that nobody has thought of', async () => {
    const landed = landings((a, b) => cosineKernel(a.hidden, b.hidden))
    const { expand, pool, backend, ...options } = sharing(landed, 'puct')
    const { tree } = await runSearch({ ...options, backend, expand, stop: maxTrials(40) })
    let known = 0
    for (let a = 0; a < tree.size; a++) {
      expect(landed.similarity(a, a)).toBe(1)
      for (let b = 0; b < a; b++) {
        const near = landed.similarity(a, b)
        expect(near).toBe(landed.similarity(b, a))
        if (Number.isNaN(tree.value(a)) || Number.isNaN(tree.value(b))) expect(near).toBe(0)
        known += Number(near > 0)
      }
    }
    expect(known).toBeGreaterThan(0)
    expect(pool.computed()).toBeGreaterThan(0)
  })
})

describe('merging thoughts by nearness', () => {
  async function merging(options: MergeOptions, trials = 60, algorithm: Preset = createPreset('mcts', { graph: 1 })) {
    const near = nearThoughts(options)
    const backend = thoughtBackend(task, { merge: near })
    const pool = thoughtPool(model, task)
    const expand = thoughtExpand({ model, task, backend, pool, operators, near })
    const events = await eventsOf(
      streamSearch({
        problem,
        backend,
        algorithm,
        expand,
        seed: 3,
        describe: describeProblem,
        stop: maxTrials(trials),
      }),
    )
    return { events, tree: foldEvents(events).tree, usage: foldEvents(events).usage, counts: near.counts(), pool }
  }

  it('is off by default: a backend knows lines alone', () => {
    const backend = thoughtBackend(task)
    expect(backend.key!(backend.root(problem))).toBe(String(task.start(problem)))
  })

  it('gives every likely alike step a second way, and loses no visit', async () => {
    const { tree, counts } = await merging({ minCosine: -1, maxDivergence: 10 })
    const links = Array.from({ length: tree.size }, (_, node) => node).filter((node) => tree.original(node) !== node)
    expect(counts.merged).toBeGreaterThan(0)
    expect(links.length).toBe(counts.merged)
    for (const node of links) {
      expect(tree.original(node)).toBeLessThan(node)
      expect(tree.depth(tree.original(node))).toBe(tree.depth(node))
    }
  })

  it('merges less the stricter it is, and nothing at a divergence of 0', async () => {
    const merged = async (options: MergeOptions) => (await merging(options)).counts.merged
    expect(await merged({ minCosine: 0.99, maxDivergence: 1e-4 })).toBeLessThanOrEqual(
      await merged({ minCosine: -1, maxDivergence: 10 }),
    )
    expect(await merged({ maxDivergence: 0 })).toBe(0)
  })

  it('pays a position for each unfinished step when it is proposed, and none when it is chosen', async () => {
    const { tree, usage, pool } = await merging({ maxDivergence: 0 })
    const open = Array.from({ length: tree.size }, (_, node) => node).filter((node) => {
      const depth = tree.depth(node)
      return depth === 0 || !Number.isNaN(tree.value(node))
    })
    const finished = open.filter((node) => tree.value(node) === 0 || tree.value(node) === 1)
    expect(usage.calls).toBe(open.length - finished.length)
    expect(pool.computed()).toBe(usage.calls)
  })

  it('gives the same log again', async () => {
    const options = { minCosine: 0.5, maxDivergence: 1 }
    expect((await merging(options)).events).toEqual((await merging(options)).events)
  })
})
