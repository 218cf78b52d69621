import type { Envelope } from '@espalier/core'
import { describe, expect, it } from 'vitest'
import {
  LUCKY,
  MUMBLE,
  NO,
  refinedInto,
  scriptedRoles,
  somePrompts,
  usageOf,
  YES,
  type Heard,
} from '../../test/scripted-roles.ts'
import { openRecord, recordInMemory } from '../record/call-record.ts'
import type { Role, Roles } from '../roles/role.ts'
import type { SelfPlayEvent } from './events.ts'
import { selfPlay, type SelfPlayOptions, type SelfPlayResult } from './self-play.ts'

interface Ran {
  readonly result: SelfPlayResult
  readonly events: readonly SelfPlayEvent[]
  readonly heard: readonly Heard[]
}

type Options = Partial<SelfPlayOptions> & { readonly heard?: Heard[] }

async function run({ heard = [], ...options }: Options = {}): Promise<Ran> {
  const events: SelfPlayEvent[] = []
  const result = await selfPlay({
    prompts: somePrompts(12),
    roles: scriptedRoles(LUCKY, heard),
    record: await openRecord(recordInMemory()),
    onEvent: (event) => events.push(event),
    ...options,
  })
  return { result, events, heard }
}

/** The same roles, each call late by its own number of turns. */
function late(roles: Roles, turns: (seed: number) => number): Roles {
  const delayed =
    (role: Role): Role =>
    async (messages, options) => {
      for (let left = turns(options.seed); left > 0; left--) await new Promise((resolve) => setImmediate(resolve))
      return role(messages, options)
    }
  return { actor: delayed(roles.actor), judge: delayed(roles.judge), refiner: delayed(roles.refiner) }
}

describe('a round', () => {
  it('samples and judges with the numbers of the paper', async () => {
    const { heard } = await run({ prompts: somePrompts(1) })
    expect(heard[0]).toMatchObject({
      role: 'actor',
      messages: [{ role: 'user', content: 'Write a line about the number 0.' }],
      sampling: { n: 5, temperature: 0.9, topP: 0.9, maxTokens: 2048 },
    })
    expect(heard.filter(({ role }) => role === 'judge')[0]!.sampling).toMatchObject({ n: 5, temperature: 0.7, topP: 1 })
  })

  it('pairs the refined answer with the very answer of the actor that was refined', async () => {
    const { result } = await run({ prompts: somePrompts(40) })
    const { pairs } = result.data[0]!
    expect(pairs.length).toBeGreaterThan(5)
    expect(pairs.some(({ provenance }) => provenance.depth > 1)).toBe(true)
    for (const pair of pairs) {
      const { samples, negative, refinement, prompt } = result.outcomes.find(({ id }) => id === pair.provenance.prompt)!
      const chosen = refinement!.nodes.find(({ node }) => node === refinement!.final)!
      expect(pair).toMatchObject({ prompt, rejected: samples[negative!]!.response, chosen: chosen.response })
      expect(chosen.value).toBeGreaterThan(0.5)
      expect(pair.provenance).toMatchObject({ search: refinement!.search, node: chosen.node, value: chosen.value })
    }
    const solved = result.outcomes.filter(({ refinement }) => (refinement?.value ?? 0) > 0.5)
    expect(pairs).toHaveLength(solved.length)
  })

  it('tells when its stages begin and end, and what they came to', async () => {
    const { events, result } = await run()
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i))
    expect(events[0]).toMatchObject({ type: 'run-start', prompts: 12, rounds: 1, seed: 0 })
    expect(events.at(-1)).toMatchObject({ type: 'run-end', reason: 'done', unfinished: 0, failed: 0 })
    for (const stage of ['sample', 'judge', 'pick', 'refine', 'data'] as const) {
      const of = events.flatMap((event) => ('stage' in event && event.stage === stage ? [event] : []))
      expect(of[0]!.type).toBe('stage-start')
      expect(of.at(-1)!.type).toBe('stage-end')
      expect(of.filter(({ type }) => type !== 'stage-delta')).toHaveLength(2)
      const deltas = of.flatMap((event) => (event.type === 'stage-delta' ? [event] : []))
      const end = of.at(-1)! as Extract<SelfPlayEvent, { type: 'stage-end' }>
      if (stage === 'data') continue
      expect(end.passed).toBe(deltas.filter(({ dropped }) => dropped === undefined).length)
      const drops = Object.values(end.dropped).reduce((sum, n) => sum + n, 0)
      expect(drops).toBe(deltas.filter(({ dropped }) => dropped !== undefined).length)
      expect(drops).toBe(result.outcomes.filter(({ dropped }) => dropped?.stage === stage).length)
    }
    const data = events.find((event) => event.type === 'stage-end' && event.stage === 'data')!
    expect(data).toMatchObject({
      counts: { pairs: result.data[0]!.pairs.length, examples: result.data[0]!.examples.length },
    })
  })

  it('comes to the same, whatever the order in which calls come back and however many are in flight', async () => {
    const { result } = await run()
    const { outcomes, data } = result
    for (const [slots, turns] of [
      [1, () => 0],
      [3, (seed: number) => seed % 5],
      [32, (seed: number) => (seed >> 3) % 7],
    ] as const) {
      const roles = late(scriptedRoles(LUCKY), turns)
      expect((await run({ roles, slots })).result).toMatchObject({ outcomes, data })
    }
  })

  it('hands out the events of its searches', async () => {
    const logs = new Map<string, Envelope[]>()
    const { result } = await run({
      onSearchEvent: (search, envelope) => logs.set(search, [...(logs.get(search) ?? []), envelope]),
    })
    const searches = result.outcomes.flatMap(({ refinement }) => (refinement === null ? [] : [refinement.search]))
    expect([...logs.keys()].sort()).toEqual(searches.sort())
    for (const envelopes of logs.values()) expect(envelopes.at(-1)!.event.type).toBe('search-end')
  })
})

describe('what drops a prompt', () => {
  const none: readonly string[] = []
  it.each([
    ['an actor that says nothing', { actor: () => ['', '  '] }, 'sample', 'no-response'],
    ['an actor that returns nothing', { actor: () => none }, 'sample', 'no-response'],
    ['a judge that always ties', { judge: () => [YES, NO] }, 'judge', 'undecided'],
    ['a judge that never judges', { judge: () => [MUMBLE] }, 'judge', 'undecided'],
    ['a judge that likes everything', { judge: () => [YES] }, 'pick', 'no-negative'],
    ['a refiner that writes nothing', { refiner: () => [''] }, 'refine', 'no-refinement'],
    ['a refiner that returns nothing', { refiner: () => none }, 'refine', 'no-refinement'],
  ] as const)('%s', async (_, scripts, stage, reason) => {
    const { result, events } = await run({ prompts: somePrompts(3), roles: scriptedRoles(scripts) })
    expect(result).toMatchObject({ reason: 'done', failed: 0 })
    for (const { dropped } of result.outcomes) expect(dropped).toEqual({ stage, reason })
    expect(events).toContainEqual(expect.objectContaining({ type: 'stage-end', stage, dropped: { [reason]: 3 } }))
    expect(result.data[0]!.pairs).toEqual([])
  })

  it('a tie is voted on again, and what it was is kept', async () => {
    const heard: Heard[] = []
    const { result } = await run({ prompts: somePrompts(1), roles: scriptedRoles({ judge: () => [YES, NO] }, heard) })
    expect(heard.filter(({ role }) => role === 'judge')).toHaveLength(15)
    const { judged } = result.outcomes[0]!.samples[0]!
    expect(judged).toMatchObject({ undecided: 'tied' })
    expect(judged.ballots.map(({ verdicts }) => verdicts)).toEqual(
      Array.from({ length: 3 }, () => ['yes', 'no', null, null, null]),
    )
  })

  it('a role that fails three times, until the run goes on with one that does not', async () => {
    const file = recordInMemory()
    const good = scriptedRoles(LUCKY)
    let calls = 0
    const failing: Roles = {
      ...good,
      refiner: () => {
        calls++
        return Promise.reject(Object.assign(new Error('overloaded'), { code: 'http-529', usage: usageOf([], ['x']) }))
      },
    }
    const first = await run({ prompts: somePrompts(4), roles: failing, record: await openRecord(file) })
    const failed = first.result.outcomes.filter(({ dropped }) => dropped?.reason === 'refiner-failed')
    expect(first.result).toMatchObject({ reason: 'done', failed: failed.length })
    expect(failed.length).toBeGreaterThan(0)
    // Three refinements of each search are under way, each tried three times; what they cost counts.
    expect(calls).toBe(9 * failed.length)
    expect(first.result.spent.refine).toMatchObject({ calls, usage: { completionTokens: calls } })
    const second = await run({ prompts: somePrompts(4), roles: good, record: await openRecord(file) })
    const { outcomes, data } = (await run({ prompts: somePrompts(4) })).result
    expect(second.result).toMatchObject({ outcomes, data, failed: 0 })
  })

  it.each([
    ['no list', { texts: 'yes' }],
    ['no texts', { texts: [1] }],
    ['too many', { texts: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    ['no usage', { texts: ['a'], usage: { calls: -1 } }],
    ['nothing', undefined],
  ])('completions that are none: %s', async (_, completions) => {
    const usage = { calls: 1, promptTokens: 0, completionTokens: 0 }
    const value = completions === undefined ? undefined : { usage, ...completions }
    const roles = { ...scriptedRoles(), actor: (() => Promise.resolve(value)) as unknown as Role }
    const { result } = await run({ prompts: somePrompts(1), roles })
    expect(result.outcomes[0]!.dropped).toEqual({ stage: 'sample', reason: 'actor-failed' })
    expect(result.spent.sample.calls).toBe(3)
  })
})

describe('budgets', () => {
  it('of calls are never exceeded, and the run goes on with a larger one without paying again', async () => {
    const whole = await run()
    const { calls } = whole.result.spent.all
    const file = recordInMemory()
    const heard: Heard[] = []
    for (const share of [0, 0.1, 0.5, 0.9]) {
      const budget = { calls: Math.floor(share * calls) }
      const { result } = await run({ heard, budget, record: await openRecord(file) })
      expect(result).toMatchObject({ reason: 'budget', halted: `budget spent, run: ${budget.calls} calls` })
      expect(heard).toHaveLength(budget.calls)
      expect(result.unfinished).toBeGreaterThan(0)
      expect(result.data).toEqual([])
    }
    const { result } = await run({ heard, budget: { calls }, record: await openRecord(file) })
    expect(heard).toHaveLength(calls)
    expect(result).toEqual(whole.result)
  })

  it('of tokens and money stop what has not begun', async () => {
    const { result } = await run({ budget: { tokens: 1 }, slots: 1 })
    expect(result).toMatchObject({ reason: 'budget', spent: { all: { calls: 1 } } })
    expect((await run({ budget: { costUsd: 0 } })).result.spent.all.calls).toBe(0)
  })

  it('of a stage let the others go on', async () => {
    const { result, heard } = await run({ budget: { stages: { refine: { calls: 0 } } } })
    expect(result).toMatchObject({ reason: 'budget', halted: 'budget spent, refine: 0 calls' })
    expect(heard.filter(({ role }) => role === 'judge').length).toBeGreaterThanOrEqual(50)
    expect(heard.some(({ role }) => role === 'refiner')).toBe(false)
  })
})

it('ends when it is called off, and goes on from there', async () => {
  const controller = new AbortController()
  const file = recordInMemory()
  const heard: Heard[] = []
  const roles = scriptedRoles(LUCKY, heard)
  const counting: Roles = {
    ...roles,
    judge: (messages, options) => {
      if (heard.length === 40) controller.abort()
      return options.signal.aborted ? Promise.reject(new Error('called off')) : roles.judge(messages, options)
    },
  }
  const { result } = await run({ roles: counting, record: await openRecord(file), signal: controller.signal, slots: 2 })
  expect(result.reason).toBe('aborted')
  const rest = await run({ heard, record: await openRecord(file) })
  expect(rest.result).toEqual((await run()).result)
  expect(heard.length).toBe(rest.result.spent.all.calls)
})

describe('rounds', () => {
  it('share out the prompts, and are played with what the last one taught', async () => {
    const taught: number[] = []
    const heard: Heard[] = []
    const { result } = await run({
      prompts: somePrompts(10),
      improve: (data) => {
        taught.push(data.round)
        const better = refinedInto(`better ${data.round} of quality 9`)
        return Promise.resolve(scriptedRoles({ ...LUCKY, refiner: () => [better] }, heard))
      },
    })
    expect(taught).toEqual([1, 2])
    expect(result.outcomes.map(({ round }) => round)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 3])
    expect(result.data.map(({ round }) => round)).toEqual([1, 2, 3])
    const chosen = result.data[2]!.pairs.map((pair) => pair.chosen)
    expect(chosen.every((text) => text === 'better 2 of quality 9')).toBe(true)
  })
})

it.each([
  [{ seed: -1 }, 'seed'],
  [{ rounds: 0 }, 'rounds'],
  [{ slots: 0 }, 'slots'],
  [{ activePrompts: 0 }, 'activePrompts'],
  [{ callTries: 0 }, 'callTries'],
  [{ sample: { n: 0 } }, 'sample.n'],
  [{ sample: { temperature: -1 } }, 'sample.temperature'],
  [{ judge: { topP: 0 } }, 'judge.topP'],
  [{ judge: { tries: 0 } }, 'judge.tries'],
  [{ judge: { maxTokens: 0.5 } }, 'judge.maxTokens'],
  [{ refine: { gate: 1 } }, 'refine.gate'],
  [{ refine: { branch: 0 } }, 'refine.branch'],
  [{ refine: { frontier: 0 } }, 'refine.frontier'],
  [{ refine: { maxDepth: 0 } }, 'refine.maxDepth'],
  [{ refine: { maxRefinements: 0 } }, 'refine.maxRefinements'],
  [{ refine: { tries: 0 } }, 'refine.tries'],
  [{ refine: { concurrency: 65 } }, 'refine.concurrency'],
  [{ refine: { algorithm: 'astrology' } }, 'algorithm'],
  [{ refine: { options: { width: 2 } } }, 'refine.options'],
  [{ data: { caps: { refine: -1 } } }, 'data.caps.refine'],
  [{ data: { perTree: -1 } }, 'data.perTree'],
  [{ budget: { calls: -1 } }, 'budget.calls'],
  [{ budget: { stages: { judge: { tokens: 0.5 } } } }, 'budget.stages.judge.tokens'],
  [{ prompts: [somePrompts(1)[0]!, somePrompts(1)[0]!] }, 'prompts'],
])('refuses %j and says where', async (options, where) => {
  await expect(run(options)).rejects.toMatchObject({
    code: 'INVALID_OPTIONS',
    message: expect.stringContaining(`${where}:`),
  })
})
