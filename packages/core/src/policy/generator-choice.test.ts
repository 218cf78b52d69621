import { expect, it } from 'vitest'
import { lettersOptions } from '../../test/letters.ts'
import { contentsOf } from '../../test/soundness.ts'
import type { SearchEvent } from '../events/event.ts'
import { foldEvents } from '../events/fold.ts'
import { abMcts } from '../presets/ab-mcts.ts'
import type { Expansion, Trial } from '../search/expansion.ts'
import { resumeSearch } from '../search/resume-search.ts'
import { createSearch } from '../search/search.ts'

const GENERATORS = ['good', 'bad', 'worse']
const options = {
  ...lettersOptions(abMcts({ maxChildren: 4 }), { problem: { alphabet: 'abcdefgh', length: 6 }, seed: 4 }),
  generators: GENERATORS,
  parse: (_: string, label: string) => label,
}
const WORTH: Readonly<Record<string, number>> = { good: 0.8, bad: 0.5, worse: 0.1 }

/** Steps bear a letter of their generator's, so that states know who wrote them. */
function answer(trial: Trial<string>): Expansion<string> {
  const writer = GENERATORS.find((name) => name[0] === trial.state.at(-1))
  const letter = trial.generator?.[0] ?? '?'
  const fresh = [letter, letter.toUpperCase()].filter((step) => !trial.existing.includes(step))
  return {
    value: trial.evaluate ? (writer === undefined ? 0.5 : WORTH[writer]!) : null,
    proposals: fresh.slice(0, trial.want).map((step) => ({ step, prior: 1 })),
  }
}

function run(trials: number): SearchEvent[] {
  const search = createSearch(options)
  for (let i = 0; i < trials; i++) {
    const trial = search.ask()
    if (trial === null) break
    search.tell(trial.id, answer(trial))
  }
  return search.drain()
}

it('asks the generator more often whose steps have turned out well', () => {
  const asked = run(150).flatMap((event) =>
    event.type === 'trial-start' && event.generator !== undefined ? [event.generator] : [],
  )
  const count = (name: string): number => asked.filter((other) => other === name).length
  expect(asked.length).toBeGreaterThan(30)
  expect(GENERATORS.every((name) => count(name) > 0)).toBe(true)
  expect(count('good')).toBeGreaterThan(count('bad'))
  expect(count('bad')).toBeGreaterThan(count('worse'))
})

it('says in the log who is asked, and what they write bears their name', () => {
  const log = run(60)
  const asked = new Map<number, string>()
  for (const event of log) {
    if (event.type === 'trial-start') expect(event.generator !== undefined).toBe(event.want > 0)
    if (event.type === 'trial-start' && event.generator !== undefined) asked.set(event.trial, event.generator)
    if (event.type === 'node-add') expect(event.source).toBe(asked.get(event.trial))
  }
})

it('goes on as before after any part of its log', () => {
  const whole = run(60)
  for (const length of [1, 9, 40, 83, whole.length]) {
    const { search, inFlight, events, kept } = resumeSearch(options, whole.slice(0, length))
    const log = [...whole.slice(0, kept), ...events]
    for (const trial of inFlight) search.tell(trial.id, answer(trial))
    while (search.fold.asked < 60) search.tell(search.fold.asked, answer(search.ask()!))
    log.push(...search.drain())
    expect(log).toEqual(whole)
    expect(contentsOf(foldEvents(log))).toEqual(contentsOf(search.fold))
  }
})

it('refuses names that are none', () => {
  for (const generators of [[''], ['a', 'a'], [1 as never], 'ab' as never])
    expect(() => createSearch({ ...options, generators })).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
})
