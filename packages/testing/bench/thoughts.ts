/**
 * Thoughts a second with the shipped ProsQA model in this process: one thread, WebAssembly. Ways to think take turns within a round, so that a
 * ratio is one of neighbours. `thoughts-in-page` measures the same in a browser.
 */
import { readProsqaCheckpoint } from '@espalier/models/node'
import { atLeast, isQuick, print, rounded, spread } from './report.ts'
import { thoughtRates } from './thought-rate.ts'

const GOAL = 2000

const checkpoint = await readProsqaCheckpoint()
const ways = await thoughtRates({ checkpoint, rounds: isQuick ? 3 : 9, roundMs: isQuick ? 150 : 500 })
const first = ways[0]!

print({
  section: 'thoughts',
  about:
    'Thoughts a second of the shipped ProsQA model on one thread: medians of the rounds, and the lowest and highest.',
  tables: [
    {
      columns: ['', 'thoughts/s', 'lowest-highest', `of ${first.name}`],
      rows: ways.map(({ name, rates }) => {
        const { min, median, max } = spread(rates)
        const ratio = spread(rates.map((rate, round) => rate / first.rates[round]!)).median
        return [name, Math.round(median), `${Math.round(min)}-${Math.round(max)}`, rounded(ratio)]
      }),
    },
  ],
  goals: ways
    .filter(({ isBatched }) => isBatched)
    .map(({ name, rates }) => atLeast(`thoughts/s, ${name}`, Math.round(spread(rates).median), GOAL)),
})
