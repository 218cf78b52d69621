/**
 * What searching in parallel costs in quality at an equal number of calls, in virtual time: the noisy hidden-value trees with 1 to 64 calls
 * in flight against one at a time. Value of the best leaf found (the judge is exact
 * at leaves), and how far it is on the way from the worst leaf to the best. Exact.
 */
import { createPreset, maxTrials, portableExp } from '@espalier/core'
import { hiddenTrees } from '@espalier/tasks'
import { hiddenLeaves } from '@espalier/tasks/scoring'
import { bestAt, searchHidden, type HiddenResult } from './hidden-search.ts'
import { atMost, isQuick, mean, print, rounded, type Goal } from './report.ts'

const TREES = isQuick ? 4 : 100
const CALLS = 512
const IN_FLIGHT = isQuick ? [1, 16] : [1, 2, 4, 8, 16, 32, 64]
/** In flight, and how much of the value may be lost there. */
const GOAL = { inFlight: 16, loss: 0.02 } as const
const UCT = { children: 4, wideningK: 0, c: 0.5 }
const METHODS: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  ['in flight not counted', { pendingVisits: 0 }],
  ['virtual loss 1', { virtualLoss: 1 }],
  ['WU-UCT', {}],
  ['WU-UCT, dive', { dive: 0 }],
]

const trees = hiddenTrees('noisy', TREES, 1)
const leaves = trees.map((tree) => hiddenLeaves(tree).ascending)
/** As the search values leaves: a logistic function of half the sum. Without a leaf 0. */
const valueOf = (sum: number): number => (sum === Number.NEGATIVE_INFINITY ? 0 : 1 / (1 + portableExp(-sum / 2)))

const percent = (ratio: number): string => `${ratio < 1 ? '' : '+'}${((ratio - 1) * 100).toFixed(2)} %`
const rows: (string | number)[][] = []
const goals: Goal[] = []
for (const [name, more] of METHODS) {
  let alone = { value: 0, kept: 0 }
  for (const concurrency of IN_FLIGHT) {
    const sums: number[] = []
    const seconds: number[] = []
    for (const [seed, tree] of trees.entries()) {
      const algorithm = createPreset('uct', { ...UCT, ...more })
      const run: HiddenResult = await searchHidden({ tree, algorithm, seed, concurrency, stop: maxTrials(CALLS) })
      sums.push(bestAt(run, Number.POSITIVE_INFINITY))
      seconds.push(run.elapsedMs / 1000)
    }
    const value = mean(sums.map(valueOf))
    // As a share of the way from the worst leaf to the best: the logistic values of good leaves hardly differ.
    const kept = mean(
      sums.map((sum, i) => {
        const [worst, best] = [leaves[i]![0]!, leaves[i]!.at(-1)!]
        return (Math.max(sum, worst) - worst) / (best - worst)
      }),
    )
    const hits = sums.filter((sum, i) => sum >= leaves[i]!.at(-10)!).length
    if (concurrency === 1) alone = { value, kept }
    rows.push([
      name,
      concurrency,
      rounded(value, 4),
      percent(value / alone.value),
      rounded(kept, 4),
      percent(kept / alone.kept),
      rounded(hits / TREES),
      rounded(mean(seconds), 1),
    ])
    if (concurrency !== GOAL.inFlight) continue
    const lost = 1 - kept / alone.kept
    goals.push(atMost(`${name}, ${concurrency} in flight: lost of the way to the best leaf`, lost, GOAL.loss, !isQuick))
  }
}
print({
  section: 'fidelity',
  about: `uct on ${TREES} noisy hidden-value trees, ${CALLS} calls each: the best leaf found, against one call at a time.`,
  tables: [
    {
      columns: [
        'uct',
        'in flight',
        'value',
        'against one',
        'way to the best',
        'against one',
        'among the ten best',
        'virtual s',
      ],
      rows,
    },
  ],
  goals,
})
