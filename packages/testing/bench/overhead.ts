/**
 * What a search costs its own process for each expansion, next to a model that answers at once: the asynchronous driver, its events read,
 * presets as they are. CPU time, collector and all. What an HTTP client costs on top is not in it.
 */
import { batched, createPreset, maxTrials, streamSearch, type ExpandFn } from '@espalier/core'
import { answer, options } from './grown-log.ts'
import { atMost, isQuick, print, rounded, spread, type Goal } from './report.ts'

const TRIALS = isQuick ? 5000 : 20_000
const ROUNDS = isQuick ? 2 : 7
const MOST_US = 20

const instant: ExpandFn<number, number> = (trial) => Promise.resolve(answer(trial))
const inBatches = batched<number, number>((trials) => Promise.resolve(trials.map(answer)), { maxBatch: 32 })
const CASES = [
  { name: 'mcts, one in flight', preset: 'mcts', concurrency: 1, expand: instant },
  { name: 'mcts, 32 in flight', preset: 'mcts', concurrency: 32, expand: instant },
  { name: 'mcts, 32 in flight, in one batch', preset: 'mcts', concurrency: 32, expand: inBatches },
  { name: 'uct, 32 in flight', preset: 'uct', concurrency: 32, expand: instant },
  { name: 'alphazero, 32 in flight', preset: 'alphazero', concurrency: 32, expand: instant },
  { name: 'gumbel, 32 in flight', preset: 'gumbel', concurrency: 32, expand: instant },
] as const

let seen = 0
async function microseconds({ preset, concurrency, expand }: (typeof CASES)[number]): Promise<number> {
  const before = process.cpuUsage()
  const algorithm = createPreset(preset)
  const stream = streamSearch({ ...options, algorithm, expand, concurrency, stop: maxTrials(TRIALS) })
  for await (const { event } of stream) seen += event.seq & 1
  const { user, system } = process.cpuUsage(before)
  return (user + system) / TRIALS
}

const rows: (string | number)[][] = []
const goals: Goal[] = []
for (const one of CASES) await microseconds(one)
const rounds: number[][] = []
for (let round = 0; round < ROUNDS; round++) {
  const times: number[] = []
  for (const one of CASES) times.push(await microseconds(one))
  rounds.push(times)
}
for (const [i, { name }] of CASES.entries()) {
  const { min, median, max } = spread(rounds.map((times) => times[i]!))
  rows.push([name, rounded(median), `[${rounded(min)}, ${rounded(max)}]`])
  goals.push(atMost(`${name}: µs an expansion`, median, MOST_US))
}
if (seen === 0) throw new Error('the events are read')
print({
  section: 'overhead',
  about: `CPU µs an expansion over ${TRIALS} expansions, every event read as an object; median of ${ROUNDS} rounds.`,
  tables: [{ columns: ['search', 'µs', '[min, max]'], rows }],
  goals,
})
