/**
 * What a search finds in a given time, in virtual time: hidden-value trees of 65,536 leaves, 32 calls of a log-normal service in flight, one call
 * writes and scores the four steps of a node. The share of trees where one of the ten best leaves was found by then. Exact.
 */
import { createPreset } from '@espalier/core'
import { hiddenTrees, type HiddenTreeSetting } from '@espalier/tasks'
import { hiddenLeaves } from '@espalier/tasks/scoring'
import { bestAt, searchHidden } from './hidden-search.ts'
import { atLeast, isQuick, mean, print, rounded, type Goal } from './report.ts'

const TREES = isQuick ? 3 : 200
const TIMES = isQuick ? [2000, 4000] : [2000, 4000, 8000]
const PLACES = 32
/** Goals are for the full set: a few trees say nothing to a hundredth. */
const LEAST_AT_4_S = { easy: 0.85, noisy: 0.75 } as const
const BEST = 10

interface Method {
  readonly name: string
  readonly preset: string
  readonly options: Readonly<Record<string, number>>
  readonly concurrency?: number
  readonly speed?: number
}

const UCT = { children: 4, wideningK: 0, c: 0.5 }
const rolling = (name: string, more: Readonly<Record<string, number>>): Method => ({
  name: `uct, rolling: ${name}`,
  preset: 'uct',
  options: { ...UCT, ...more },
})
const ORACLE = 'uct by one worker, 32 times as fast'
const METHODS: readonly Method[] = [
  { name: 'uct, one call at a time', preset: 'uct', options: UCT, concurrency: 1 },
  { name: 'uct with a dive, one call at a time', preset: 'uct', options: { ...UCT, dive: 1 }, concurrency: 1 },
  { name: 'best of n, 32 chains', preset: 'best-of-n', options: { n: 0 } },
  { name: 'beam of 32, barrier a level', preset: 'beam', options: { width: 32, children: 4 } },
  rolling('in flight not counted', { pendingVisits: 0 }),
  rolling('virtual loss 3', { virtualLoss: 3, pendingVisits: 3 }),
  rolling('virtual loss 1', { virtualLoss: 1 }),
  rolling('WU-UCT', {}),
  rolling('virtual loss 1, dive', { virtualLoss: 1, dive: 0 }),
  rolling('WU-UCT, dive', { dive: 0 }),
  rolling('WU-UCT, dive whatever the value', { dive: 1 }),
  { name: 'mcts, rolling: dive', preset: 'mcts', options: { children: 4, wideningK: 0, dive: 0 } },
  { name: ORACLE, preset: 'uct', options: UCT, concurrency: 1, speed: PLACES },
]

interface Score {
  readonly name: string
  readonly shares: readonly number[]
  readonly calls: number
}

async function scoresOf(setting: HiddenTreeSetting): Promise<readonly Score[]> {
  const trees = hiddenTrees(setting, TREES, 1)
  const good = trees.map((tree) => hiddenLeaves(tree).ascending.at(-BEST)!)
  const scores: Score[] = []
  for (const { name, preset, options, concurrency = PLACES, speed = 1 } of METHODS) {
    const found = TIMES.map(() => 0)
    const calls: number[] = []
    for (const [seed, tree] of trees.entries()) {
      const algorithm = createPreset(preset, options)
      const run = await searchHidden({ tree, algorithm, seed, concurrency, speed, ms: TIMES.at(-1)! })
      for (const [i, ms] of TIMES.entries()) if (bestAt(run, ms) >= good[seed]!) found[i]! += 1
      calls.push(run.calls)
    }
    scores.push({ name, shares: found.map((count) => count / TREES), calls: mean(calls) })
  }
  return scores
}

const easy = await scoresOf('easy')
const noisy = await scoresOf('noisy')
const goals: Goal[] = []
for (const [setting, scores] of Object.entries({ easy, noisy }) as [HiddenTreeSetting, readonly Score[]][]) {
  const oracle = scores.find(({ name }) => name === ORACLE)!
  for (const name of ['virtual loss 1', 'virtual loss 1, dive', 'WU-UCT, dive'].map((way) => `uct, rolling: ${way}`)) {
    const at4s = scores.find((score) => score.name === name)!.shares[1]!
    goals.push(atLeast(`${name}, ${setting}, at 4 s`, at4s, LEAST_AT_4_S[setting], !isQuick))
    goals.push(atLeast(`${name}, ${setting}, at 4 s, less the oracle`, at4s - oracle.shares[1]!, -0.1, !isQuick))
  }
}
print({
  section: 'quality',
  about: `Share of ${TREES} trees where one of the ${BEST} best of 65,536 leaves was found; ${PLACES} calls in flight unless said otherwise.`,
  tables: [
    {
      columns: ['method', ...['easy', 'noisy'].flatMap((s) => TIMES.map((ms) => `${s}, ${ms / 1000} s`)), 'calls'],
      rows: easy.map(({ name, shares, calls }, i) => [
        name,
        ...[...shares, ...noisy[i]!.shares].map((share) => rounded(share)),
        rounded(calls, 0),
      ]),
    },
  ],
  goals,
})
