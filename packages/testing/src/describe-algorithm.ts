import {
  streamSearch,
  maxTokens,
  anyOf,
  foldEvents,
  maxTrials,
  type Preset,
  type SearchEvent,
  type SearchOptions,
} from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentsOf, expectFoldsTo, expectReturnsAddUp, expectSoundTree, expectVisitsAddUp } from './invariants.ts'
import { logOf } from './log-of.ts'
import { recordOutcomes, replayOutcomes } from './recorded-outcomes.ts'
import { scriptedExpand } from './scripted-expand.ts'
import { simulate, type Simulation } from './simulate.ts'
import { STEER_TYPES } from './steer-at-random.ts'
import { digitSum } from './toys/digit-sum.ts'
import { hashTree } from './toys/hash-tree.ts'
import { optimumOf, type Toy } from './toys/toy.ts'
import { vectorTree } from './toys/vector-tree.ts'
import { inVirtualTime } from './virtual-time.ts'

export interface AlgorithmSuiteOptions {
  /** Tests that do not apply, by the start of their names, and why. */
  readonly skip?: readonly { readonly test: string; readonly reason: string }[]
  /** Random cases per property. Default 40. */
  readonly runs?: number
}

const rate = (most: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constant(0), fc.double({ min: 0, max: most, noNaN: true }))
const seeds = fc.integer({ min: 0, max: 0xffffffff })

const shapes = fc.record({
  branching: fc.integer({ min: 1, max: 5 }),
  depth: fc.integer({ min: 0, max: 5 }),
  root: seeds,
})

/** Any world: kind or not, answers in any order, one trial at a time or sixteen. */
const worlds = fc.record({
  seed: seeds,
  concurrency: fc.integer({ min: 1, max: 16 }),
  trials: fc.integer({ min: 0, max: 120 }),
  failures: rate(0.6),
  garbage: rate(0.3),
  shortages: rate(0.5),
  silence: rate(1),
  bornWithValue: rate(0.5),
  extras: rate(1),
  rewards: rate(1),
  abortAfter: fc.oneof(
    { weight: 3, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
    { weight: 1, arbitrary: fc.nat(60) },
  ),
  generators: fc.constantFrom<readonly string[]>([], [], ['ada', 'bob', 'cy']),
  steering: fc.array(fc.record({ after: fc.nat(40), type: fc.constantFrom(...STEER_TYPES), node: fc.nat() }), {
    maxLength: 3,
  }),
}) satisfies fc.Arbitrary<Simulation>

/** What every algorithm must do, whatever it is: the invariants I1 to I14 on small problems in random worlds. */
export function describeAlgorithm(
  name: string,
  make: () => Preset,
  { skip = [], runs = 40 }: AlgorithmSuiteOptions = {},
): void {
  const test = (title: string, body: () => void | Promise<void>): void => {
    const skipped = skip.find((one) => title.startsWith(one.test))
    if (skipped === undefined) it(title, body)
    else it.skip(`${title} (skipped: ${skipped.reason})`, body)
  }
  const always = (check: (problem: Parameters<typeof hashTree>[0], world: Simulation, cut: number) => void): void =>
    fc.assert(fc.property(shapes, worlds, fc.nat(300), check), { numRuns: runs })

  describe(`algorithm ${name}`, () => {
    test('I1 I8 I9: the fold of its log, from JSON and in parts, is the live tree', () => {
      always((problem, world, cut) => {
        const { log, search } = simulate(hashTree(problem), make(), world)
        expectFoldsTo(log, search.fold, cut)
      })
    })

    test('I2 I3 I4 I5 I6 I12: its tree is sound after any end', () => {
      always((problem, world) => {
        const { log, search } = simulate(hashTree(problem), make(), world)
        expectVisitsAddUp(log, search.fold)
        expectSoundTree(search.fold)
        expectReturnsAddUp(log, search.fold)
        expect(search.fold.end?.node).toBeLessThan(search.fold.tree.size)
      })
    })

    test('I7: a second result changes nothing, and an unknown trial is refused', () => {
      always((problem, world) => {
        const { search, outcomes } = simulate(hashTree(problem), make(), { ...world, abortAfter: 20 })
        const before = JSON.stringify(contentsOf(search.fold))
        for (const [trial, outcome] of outcomes) search.tell(trial, outcome)
        expect(JSON.stringify(contentsOf(search.fold))).toBe(before)
        expect(() => search.tell(search.fold.asked, { value: 0, proposals: [] })).toThrow(
          expect.objectContaining({ code: 'UNKNOWN_TRIAL' }),
        )
      })
    })

    test('I10: the same seed and outcomes give the same log, byte for byte', () => {
      always((problem, world) => {
        const toy = hashTree(problem)
        const { log, outcomes } = simulate(toy, make(), world)
        expect(JSON.stringify(simulate(toy, make(), world).log)).toBe(JSON.stringify(log))
        expect(JSON.stringify(replayOutcomes(toy, optionsOf(toy, make(), world), log, outcomes))).toBe(
          JSON.stringify(log),
        )
      })
    })

    test('I11: it asks nothing new once a budget is spent, and keeps no more in flight than it may', async () => {
      await fc.assert(
        fc.asyncProperty(shapes, worlds, async (problem, world) => {
          const stop = anyOf(maxTrials(world.trials), maxTokens(60))
          const { events, result } = await runIn(hashTree(problem), make(), { ...world, stop })
          const fold = foldEvents([])
          for (const event of events) {
            if (event.type === 'trial-start') {
              expect(fold.openTrials.size).toBeLessThan(world.concurrency)
              expect(fold.asked).toBeLessThan(world.trials)
              expect(fold.usage.completionTokens).toBeLessThan(60)
            }
            foldEvents([event], fold)
          }
          expect(result.events).toBe(events.length)
          expect(fold.end?.reason).toBe(result.reason)
        }),
        { numRuns: Math.ceil(runs / 4) },
      )
    })

    test('I10: what the asynchronous driver did can be done again from its log', async () => {
      await fc.assert(
        fc.asyncProperty(shapes, worlds, async (problem, world) => {
          const toy = hashTree(problem)
          const { events, outcomes } = await runIn(toy, make(), { ...world, stop: maxTrials(world.trials) })
          expect(replayOutcomes(toy, optionsOf(toy, make(), world), events, outcomes)).toEqual(events)
        }),
        { numRuns: Math.ceil(runs / 4) },
      )
    })

    test('it ends by itself when nothing is left, even if everything fails', () => {
      for (const luck of [{}, { failures: 1 }, { garbage: 1 }, { silence: 1 }, { failures: 0.5, silence: 1 }]) {
        const { search } = simulate(hashTree({ branching: 2, depth: 3, root: 5 }), make(), {
          ...luck,
          concurrency: 4,
          trials: 20_000,
        })
        expect(search.fold.end?.reason).toBe('exhausted')
      }
    })

    test('it leaves no trace on the next search of the same preset', () => {
      const preset = make()
      const toy = hashTree({ branching: 3, depth: 4, root: 9 })
      const [first, second] = [simulate(toy, preset, { concurrency: 3 }), simulate(toy, preset, { concurrency: 3 })]
      expect(second.log).toEqual(first.log)
    })

    test('I13: its regret does not rise with the budget', () => {
      const regret = (trials: number): number => {
        const regrets = Array.from({ length: 24 }, (_, secret) => {
          const toy = digitSum({ length: 4, digits: 3, secret })
          const { answer } = simulate(toy, make(), { seed: secret, trials }).search.fold
          return optimumOf(toy) - (answer?.value ?? 0)
        })
        return regrets.reduce((sum, x) => sum + x, 0) / regrets.length
      }
      const byBudget = [4, 8, 16, 32, 64, 128].map(regret)
      byBudget.forEach((mean, i) => expect(mean).toBeLessThanOrEqual((byBudget[i - 1] ?? 1) + 1e-6))
      expect(byBudget.at(-1)).toBeLessThan(byBudget[0]!)
      expect(byBudget.at(-1)).toBeGreaterThanOrEqual(-1e-6)
    })

    test('I14: it cannot tell vectors from anything else', () => {
      always((problem, world) => {
        const bare = (log: readonly SearchEvent[]): unknown[] =>
          log.map((event) => ({
            ...event,
            label: '',
            problem: '',
            ...(event.type === 'steer' ? { action: { ...event.action, label: '' } } : {}),
          }))
        const plain = simulate(hashTree(problem), make(), world)
        const vectors = simulate(vectorTree(problem), make(), world)
        expect(bare(vectors.log)).toEqual(bare(plain.log))
      })
    })
  })
}

function optionsOf<Problem, State, Step>(
  toy: Toy<Problem, State, Step>,
  algorithm: Preset,
  { seed = 0, generators = [] }: Simulation,
): SearchOptions<Problem, State, Step> {
  return {
    problem: toy.problem,
    backend: toy.backend,
    algorithm,
    seed,
    generators,
    describe: () => ({ problem: toy.name, label: toy.name }),
  }
}

/** The asynchronous driver in virtual time: trials take 1 to 10 ms, and may be called off midway. */
function runIn<Problem, State, Step>(
  toy: Toy<Problem, State, Step>,
  algorithm: Preset,
  world: Simulation & { readonly stop: ReturnType<typeof anyOf> },
) {
  return inVirtualTime(async (time) => {
    const controller = new AbortController()
    const work = scriptedExpand(toy, world)
    let started = 0
    const { expand, outcomes } = recordOutcomes<State, Step>(async (trial, { signal }) => {
      if (++started > (world.abortAfter ?? Number.POSITIVE_INFINITY)) controller.abort()
      await time.sleep(1 + ((trial.id * 7 + (world.seed ?? 0)) % 10), signal)
      return work(trial, { signal })
    })
    const options = {
      ...optionsOf(toy, algorithm, world),
      expand,
      stop: world.stop,
      clock: time.now,
      concurrency: world.concurrency ?? 1,
    }
    return { ...(await logOf(streamSearch({ ...options, signal: controller.signal }))), outcomes }
  })
}
