import {
  ALGORITHMS,
  Flag,
  createPreset,
  createSearch,
  resumeSearch,
  type Preset,
  type SearchEvent,
} from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeAlgorithm } from '../src/describe-algorithm.ts'
import { contentsOf, expectFoldsTo, expectReturnsAddUp, expectSoundTree, expectVisitsAddUp } from '../src/invariants.ts'
import { replayOutcomes } from '../src/recorded-outcomes.ts'
import { simulate, type Simulation } from '../src/simulate.ts'
import { STEER_TYPES } from '../src/steer-at-random.ts'
import { bagToy } from '../src/toys/bag.ts'
import { optimumOf, stepNamed } from '../src/toys/toy.ts'

const PRESETS: readonly (readonly [string, () => Preset])[] = [
  ['mcts', () => createPreset('mcts', { graph: 1, children: 2, c: 1 })],
  ['uct', () => createPreset('uct', { graph: 1, expandAfter: 0, pendingVisits: 1 })],
]

const rate = (most: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constant(0), fc.double({ min: 0, max: most, noNaN: true }))

const bags = fc.record({
  length: fc.integer({ min: 1, max: 5 }),
  letters: fc.integer({ min: 1, max: 4 }),
  secret: fc.nat(1000),
})
const worlds = fc.record({
  seed: fc.nat(1000),
  concurrency: fc.integer({ min: 1, max: 9 }),
  trials: fc.integer({ min: 0, max: 150 }),
  failures: rate(0.4),
  garbage: rate(0.2),
  shortages: rate(0.5),
  bornWithValue: rate(0.5),
  rewards: rate(1),
  abortAfter: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(60)),
  steering: fc.array(fc.record({ after: fc.nat(60), type: fc.constantFrom(...STEER_TYPES), node: fc.nat() }), {
    maxLength: 3,
  }),
}) satisfies fc.Arbitrary<Simulation>

describe.each(PRESETS)('graph search by %s', (name, make) => {
  const optionsOf = (toy: ReturnType<typeof bagToy>, seed: number) => ({
    problem: toy.problem,
    backend: toy.backend,
    algorithm: make(),
    seed,
    describe: () => ({ problem: toy.name, label: toy.name }),
  })

  it('holds each state once, and its tree, visits, returns and fold are sound in every world', () => {
    fc.assert(
      fc.property(bags, worlds, fc.nat(400), (problem, world, cut) => {
        const { log, search } = simulate(bagToy(problem), make(), world)
        expectFoldsTo(log, search.fold, cut)
        expectVisitsAddUp(log, search.fold)
        expectSoundTree(search.fold)
        expectReturnsAddUp(log, search.fold)
        const { tree } = search.fold
        const inserted = log.some((event) => event.type === 'steer' && event.action.type === 'insert')
        const seen = new Set<string>()
        for (let node = 0; node < tree.size; node++) {
          const original = tree.original(node)
          const { bag } = search.state(node)
          expect(search.state(original).bag).toBe(bag)
          if (original !== node) {
            expect([tree.childCount(node), tree.has(node, Flag.evaluated), tree.depth(node)]).toEqual([
              0,
              false,
              tree.depth(original),
            ])
            if (tree.has(original, Flag.closed)) expect(tree.has(node, Flag.closed)).toBe(true)
          } else if (!inserted) {
            expect(seen.has(bag)).toBe(false)
            seen.add(bag)
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  it('gives the same log again from the same outcomes, and goes on from any part of it', () => {
    fc.assert(
      fc.property(bags, worlds, fc.nat(200), (problem, world, cut) => {
        const toy = bagToy(problem)
        const { log, outcomes } = simulate(toy, make(), world)
        expect(replayOutcomes(toy, optionsOf(toy, world.seed), log, outcomes)).toEqual(log)
        const parse = (state: { readonly bag: string; readonly left: number }, label: string) =>
          stepNamed(toy, state, label)
        // A log that breaks off while the search is being ended is one of a search that goes on.
        const end = log.findIndex(
          (event) => event.type === 'search-end' || (event.type === 'trial-end' && event.error?.code === 'aborted'),
        )
        const part = JSON.parse(JSON.stringify(log.slice(0, Math.min(cut, end)))) as SearchEvent[]
        const { kept, events } = resumeSearch({ ...optionsOf(toy, world.seed), parse }, part)
        expect([...part.slice(0, kept), ...events]).toEqual(log.slice(0, kept + events.length))
      }),
      { numRuns: 60 },
    )
  })

  it('looks at fewer states than a search of the tree, and finds the best', () => {
    const toy = bagToy({ length: 5, letters: 4, secret: 7 })
    const whole = simulate(toy, make(), { trials: 20_000 })
    const tree = simulate(toy, createPreset(name), { trials: 20_000 })
    expect(whole.search.fold.end?.reason).toBe('exhausted')
    const evaluations = (log: readonly SearchEvent[]): number =>
      log.filter((event) => event.type === 'trial-start' && event.evaluate).length
    // 4 letters, at most 5 of them: 126 bags, 1,365 words.
    expect(evaluations(whole.log)).toBe(126)
    expect(evaluations(tree.log)).toBe(1365)
    expect(whole.search.fold.answer?.value).toBe(Math.fround(optimumOf(toy)))
  })

  it('visits a state by all of its ways, each with visits of its own', () => {
    const { search } = simulate(bagToy({ length: 6, letters: 3, secret: 2 }), make(), { trials: 120 })
    const { tree } = search.fold
    const shared = [...tree.twins.keys()].filter((node) => tree.stateVisits(node) > tree.visits(node))
    expect(shared.length).toBeGreaterThan(3)
  })
})

it('is a tree search where a backend has no keys', () => {
  const toy = bagToy({ length: 3, letters: 3, secret: 1 })
  const { key: _, ...backend } = toy.backend
  const search = createSearch({ problem: toy.problem, backend, algorithm: createPreset('uct', { graph: 1 }) })
  for (let i = 0; i < 60; i++) {
    const trial = search.ask()
    if (trial === null) break
    search.tell(trial.id, {
      value: trial.evaluate ? toy.value(trial.state) : null,
      proposals: toy.steps(trial.state).slice(0, trial.want),
    })
  }
  expect(search.fold.tree.originals.size).toBe(0)
})

it('refuses what is for trees', () => {
  for (const option of [{ backup: 'max' }, { dive: 0 }, { virtualLoss: 1 }, { provenAt: 1 }])
    expect(() => createPreset('mcts', { graph: 1, ...option })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
})

it('is off unless it is asked for', () => {
  for (const { name } of ALGORITHMS) {
    const { search } = simulate(bagToy({ length: 3, letters: 3, secret: 4 }), createPreset(name), { trials: 80 })
    expect(search.fold.tree.originals.size).toBe(0)
    expect(contentsOf(search.fold)).toBeDefined()
  }
})

describeAlgorithm('mcts over a graph', () => createPreset('mcts', { graph: 1 }))
describeAlgorithm('uct over a graph', () => createPreset('uct', { graph: 1, children: 2 }))
