import { expect, it } from 'vitest'
import { foldEvents, pathLabels, streamSearch, type Envelope, type SearchEvent } from '@espalier/core'
import { generateGraphs, formatQuestion } from '@espalier/tasks'
import type { SearchSpec, SteerRequestAction } from '@espalier/protocol'
import { untrainedProsqa } from '@espalier/models'
import { createCatalog } from '../catalog.ts'
import { forkLog } from '../fork-log.ts'
import { logOutcome } from '../log/log-outcome.ts'
import { createSearchLogReader } from '../log/read-search-log.ts'
import { writeSearchLog } from '../log/write-search-log.ts'
import { planOf } from '../plan.ts'
import { prepareRun } from '../prepare-run.ts'

const catalog = createCatalog({ checkpoints: { prosqa: untrainedProsqa() } })
const MODELS = ['prosqa-latent', 'prosqa-token', 'prosqa-mixed', 'uniform']
const { question } = generateGraphs('tiny', 1, 9)[0]!

const spec = (model: string, change: Partial<SearchSpec> = {}): SearchSpec => ({
  name: 'search',
  task: 'prosqa',
  problem: { question: formatQuestion(question) },
  model,
  algorithm: { name: 'mcts', options: {} },
  budget: { trials: 40 },
  seed: 5,
  concurrency: 1,
  ...change,
})

type Engine = ReturnType<typeof prepareRun>

async function run(
  of: SearchSpec,
  log: readonly SearchEvent[] = [],
  seen: (trial: number, engine: Engine) => void = () => {},
) {
  const engine = prepareRun(planOf(of, catalog), log, { budget: of.budget, elapsedMs: () => 0 })
  const events = [...log]
  try {
    for await (const { event } of streamSearch({ ...engine.options, ordered: true })) {
      events.push(event)
      if (event.type === 'trial-start') seen(event.trial, engine)
    }
    return events
  } finally {
    engine.dispose()
  }
}

const bytesOf = (events: readonly SearchEvent[]): string => events.map((event) => JSON.stringify(event)).join('\n')

it.each(MODELS)('two runs of %s give the same bytes, whatever else the model has thought of', async (model) => {
  const of = spec(model, { concurrency: 3 })
  const [first, other] = await Promise.all([run(of), run(spec(model, { seed: 6 }))])
  expect(bytesOf(await run(of))).toBe(bytesOf(first))
  expect(bytesOf(other)).not.toBe(bytesOf(first))
})

it.each(MODELS)('%s goes on from any part of its log to the same log', async (model) => {
  for (const name of ['mcts', 'beam', 'best-of-n']) {
    const of = spec(model, { algorithm: { name, options: {} } })
    const events = await run(of)
    for (const share of [0.2, 0.5, 0.9]) {
      let length = Math.floor(events.length * share)
      while (length > 0 && events[length - 1]!.type === 'node-add') length--
      expect(bytesOf(await run(of, events.slice(0, length)))).toBe(bytesOf(events))
    }
  }
})

it('labels say of each step whether it is a thought or words, and lead back to the tree', async () => {
  const kindOf = (label: string): string => /\[(\w+)[^\]]*\]$/.exec(label)?.[1] ?? 'word'
  const kinds = async (model: string) => {
    const events = await run(spec(model))
    return new Set(events.flatMap((event) => (event.type === 'node-add' ? [kindOf(event.label)] : [])))
  }
  expect(await kinds('prosqa-latent')).toEqual(new Set(['steer']))
  expect(await kinds('prosqa-token')).toEqual(new Set(['word']))
  expect(await kinds('prosqa-mixed')).toEqual(new Set(['steer', 'word', 'identity']))
})

it('a step that somebody inserts is thought of, and its log goes on after a crash', async () => {
  const { symbols, root } = question
  const subject = symbols[root]!
  const label = `${subject} is a ${symbols.at(-1)!}. [steer 0.25]`
  const insert = (trial: number, { commands, search }: Engine): void => {
    if (trial !== 3) return
    const actions: readonly SteerRequestAction[] = [{ type: 'insert', node: 0, label }]
    for (const command of commands(actions)) search.steer('ada', command)
  }
  const of = spec('prosqa-latent')
  const events = await run(of, [], insert)
  const { tree } = foldEvents(events)
  const node = Array.from({ length: tree.size }, (_, i) => i).find((i) => tree.label(i) === label)!
  expect(pathLabels(tree, node)).toEqual([label])
  expect(tree.visits(node)).toBeGreaterThan(0)
  const inserted = events.findIndex(({ type }) => type === 'steer') + 1
  expect(bytesOf(await run(of, events.slice(0, inserted)))).toBe(bytesOf(events))
  const { commands, dispose } = prepareRun(planOf(of, catalog), [], { budget: {}, elapsedMs: () => 0 })
  for (const bad of ['Every nobody is a thing. [steer 0.5]', `${subject} is a ${symbols.at(-1)!}. [steer 7]`])
    expect(() => commands([{ type: 'insert', node: 0, label: bad }])).toThrow()
  dispose()
})

it('a fork begins with its log, and a file of it proves the same tree', async () => {
  const of = spec('prosqa-mixed', { budget: { trials: 20 } })
  const events = await run(of)
  const envelopes = events.map((event): Envelope => ({ at: 0, event }))
  const forked = forkLog(planOf(of, catalog), envelopes, { at: 30, by: 'ada', search: 'first', seed: 9 })
  const further = await run(
    of,
    forked.envelopes.map(({ event }) => event),
  )
  expect(bytesOf(further.slice(0, forked.at))).toBe(bytesOf(events.slice(0, forked.at)))
  expect(foldEvents(further).end).not.toBeNull()

  const lines = [...writeSearchLog(of, envelopes, logOutcome(foldEvents(events), catalog)!)]
  const reader = createSearchLogReader(createCatalog())
  for (const line of lines) reader.line(line.trimEnd())
  expect(reader.end().spec).toMatchObject({ task: 'prosqa', model: 'prosqa-mixed' })
})
