import { createSearch, drawsOf, foldEvents, mcts, type Envelope, type Trial } from '@espalier/core'
import { createTreeStore, findNodes, parseQuery } from '../src/index.ts'
import { line, milliseconds, timed } from './timed.ts'

/** A store fed with a log of 100,000 events, scrubbed through, and searched. `npm run bench`. */
const EVENTS = 100_000

function longLog(): Envelope[] {
  const search = createSearch({
    problem: '',
    backend: {
      name: 'letters',
      root: () => '',
      extend: (state: string, step: string) => state + step,
      isTerminal: () => false,
      answer: () => null,
      label: (step) => step,
    },
    algorithm: mcts({ children: 3 }),
  })
  while (search.fold.seq < EVENTS - 1) {
    const trial: Trial<string> = search.ask()!
    const draw = drawsOf(1, trial.id)
    const steps = [...'abcdefghijklmnop'].filter((step) => !trial.existing.includes(step)).slice(0, trial.want)
    search.tell(trial.id, {
      value: trial.evaluate ? draw() : null,
      proposals: steps.map((step) => ({ step, prior: draw() })),
      usage: { calls: 1, promptTokens: 40, completionTokens: 8 },
    })
  }
  search.end('trials')
  return search.drain().map((event, at) => ({ at, event }))
}

const log = longLog()
const run = (work: () => void): void => work()
const fold = foldEvents(log.map(({ event }) => event))
line('log', `${log.length} events, ${fold.tree.size} nodes`)
line('core: fold it', milliseconds(timed(() => foldEvents(log.map(({ event }) => event)))))
line(
  'store: take it in, 512 at a time',
  milliseconds(
    timed(() => {
      const store = createTreeStore({ schedule: run })
      for (let at = 0; at < log.length; at += 512) store.push(log.slice(at, at + 512))
    }),
  ),
)
const store = createTreeStore({ schedule: run })
store.push(log)
const draw = drawsOf(2, 2)
line('store: seek any place', milliseconds(timed(() => store.seek(Math.floor(draw() * log.length)), 60)))
store.seek(50_000)
let seq = 50_000
line('store: play on by 100 events', milliseconds(timed(() => store.seek((seq += 100)), 60)))
store.live()
const parsed = parseQuery('a q>0.5 n>3 depth<12 status:open')
if (!parsed.ok) throw new Error(parsed.fault.message)
line('search in the tree', milliseconds(timed(() => findNodes(store.fold.tree, parsed.query))))
