import fc from 'fast-check'
import { expect, it } from 'vitest'
import { answerTrial, lettersOptions } from '../../test/letters.ts'
import { contentsOf } from '../../test/soundness.ts'
import { runSearch, streamSearch } from '../driver/run-search.ts'
import { maxTrials } from '../driver/stop.ts'
import type { SearchEvent } from '../events/event.ts'
import { foldEvents } from '../events/fold.ts'
import { isBelow } from '../events/steering.ts'
import { ALGORITHMS, createPreset } from '../presets/registry.ts'
import { Flag } from '../tree/tree.ts'
import type { Expansion, Trial } from './expansion.ts'
import { resumeSearch, type ResumedSearch } from './resume-search.ts'
import { createSearch, type Search } from './search.ts'

const valueOf = (word: string): number => (word.length === 0 ? 0.5 : (word.charCodeAt(word.length - 1) % 7) / 7)
const parse = (_state: string, label: string): string | null => (label.length === 1 ? label : null)
const TRIALS = 25

/** Fails one trial in seven and proposes nothing in one of eleven, so that the counts of failures matter. */
function work(trial: Trial<string>): Expansion<string> {
  if (trial.id % 7 === 3) throw new Error('no luck')
  const expansion = answerTrial(trial, 'abc', valueOf)
  return trial.id % 11 === 5 ? { ...expansion, proposals: [] } : expansion
}

const optionsOf = (name: string) => ({ ...lettersOptions(createPreset(name)), seed: 9, parse })

async function run(name: string, resume?: ResumedSearch<string, string>): Promise<SearchEvent[]> {
  const events: SearchEvent[] = []
  const stop = maxTrials(TRIALS)
  const expand = (trial: Trial<string>): Promise<Expansion<string>> => Promise.resolve(trial).then(work)
  for await (const { event } of streamSearch({
    ...optionsOf(name),
    stop,
    expand,
    ...(resume === undefined ? {} : { resume }),
  }))
    events.push(event)
  return events
}

/** Whether all of a log that breaks off before `events[length]` stands: not between a trial's steps and its end. */
const isBoundary = (events: readonly SearchEvent[], length: number): boolean => events[length - 1]?.type !== 'node-add'

it.each(ALGORITHMS.map(({ name }) => name))(
  '%s goes on from every point of its log as if it had never stopped',
  async (name) => {
    const whole = await run(name)
    expect(whole.length).toBeGreaterThan(5)
    for (let length = 0; length < whole.length; length++) {
      const log = whole.slice(0, length)
      const resumed = resumeSearch(optionsOf(name), log)
      expect(resumed.kept === length).toBe(isBoundary(whole, length))
      expect([...log.slice(0, resumed.kept), ...(await run(name, resumed))]).toEqual(whole)
    }
  },
)

it('rebuilds the tree, the open trials and the states of a log with results in any order and steering', () => {
  const choices = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(fc.constantFrom(...ALGORITHMS.map(({ name }) => name)), choices, (name, moves) => {
      const search = createSearch(optionsOf(name))
      const flight: Trial<string>[] = []
      for (const move of moves) step(search, flight, move)
      const log = search.drain()
      const {
        search: again,
        inFlight,
        events,
      } = resumeSearch(optionsOf(name), JSON.parse(JSON.stringify(log)) as SearchEvent[])
      expect(events).toEqual([])
      expect(inFlight.map(({ id }) => id)).toEqual(flight.map(({ id }) => id).sort((a, b) => a - b))
      expect(contentsOf(again.fold)).toEqual(contentsOf(search.fold))
      expect(contentsOf(again.fold)).toEqual(contentsOf(foldEvents(log)))
      for (let node = 0; node < again.fold.tree.size; node++) expect(again.state(node)).toBe(search.state(node))
      for (const trial of flight) {
        search.tell(trial.id, answerTrial(trial, 'abc', valueOf))
        again.tell(trial.id, answerTrial(trial, 'abc', valueOf))
      }
      for (let i = 0; i < 5; i++) expect(again.ask()).toEqual(search.ask())
      expect(again.drain()).toEqual(search.drain())
    }),
    { numRuns: 300 },
  )
})

function step(search: Search<string, string>, flight: Trial<string>[], move: number): void {
  if (move <= 2 && flight.length < 4) {
    const trial = search.ask()
    if (trial !== null) flight.push(trial)
  } else if (move === 5 && search.fold.tree.size > 2) {
    steer(search)
  } else {
    const trial = flight.splice(move % Math.max(1, flight.length), 1)[0]
    if (trial === undefined) return
    search.tell(
      trial.id,
      trial.id % 5 === 4 ? { error: { code: 'x', message: 'y' } } : answerTrial(trial, 'abc', valueOf),
    )
  }
}

/** Another thing each time, as far as the size of the tree decides it. */
function steer(search: Search<string, string>): void {
  const { tree, steering } = search.fold
  const node = tree.size - 1
  const types = ['avoid', 'insert', 're-evaluate', 'focus', 're-root', 'extend', 'pause', 'resume', 'fork'] as const
  const type = types[tree.size % types.length]!
  if (type === 'focus' || type === 're-root') {
    if (isBelow(tree, node, steering.root)) search.steer('test', { type, node })
  } else if (type === 'insert') {
    if (!tree.has(node, Flag.terminal)) search.steer('test', { type, node, step: 'c' })
  } else if (type === 'avoid' || type === 're-evaluate') search.steer('test', { type, node })
  else if (type === 'extend') search.steer('test', { type, trials: 3 })
  else if (type === 'fork') search.steer('test', { type, search: 'first', at: 1, seed: node })
  else search.steer('test', { type })
}

it('refuses a log that has ended, or that these options do not give', async () => {
  const whole = await run('mcts')
  expect(() => resumeSearch(optionsOf('mcts'), whole)).toThrow('has ended')
  expect(() => resumeSearch(optionsOf('beam'), whole.slice(0, 9))).toThrow('event 0 (search-start): these options give')
  expect(() => resumeSearch({ ...optionsOf('mcts'), seed: 8 }, whole.slice(0, 9))).toThrow('event 0')
  expect(() => resumeSearch({ ...optionsOf('mcts'), parse: () => null }, whole.slice(0, 9))).toThrow(
    'cannot be read back',
  )
  expect(() =>
    resumeSearch(
      optionsOf('mcts'),
      whole.filter(({ type }) => type !== 'trial-start'),
    ),
  ).toThrow('is not under way')
})

it('gives a search that ends like any other', async () => {
  const whole = await run('mcts')
  const expand = (trial: Trial<string>): Promise<Expansion<string>> =>
    Promise.resolve(answerTrial(trial, 'abc', valueOf))
  const resume = resumeSearch(optionsOf('mcts'), whole.slice(0, 1))
  const result = await runSearch({ ...optionsOf('mcts'), expand, resume, stop: maxTrials(TRIALS) })
  expect(result).toMatchObject({ reason: 'trials', trials: TRIALS })
})
