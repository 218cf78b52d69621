/**
 * How well a search keeps a model server of 32 places busy, in virtual time: the real driver and presets, log-normal service times (median
 * 200 ms, sigma 0.5), one call writes and scores all steps of a node. Makespan beside the precedence bound with the same times, which no
 * scheduler can beat; beside it batches with a barrier, and one call at a time. Exact: the same on every machine.
 */
import {
  createPreset,
  createSearch,
  maxTrials,
  runSearch,
  type Expansion,
  type Preset,
  type SearchOptions,
  type Trial,
} from '@espalier/core'
import { hashTree, inVirtualTime, type HashState, type HashTreeProblem } from '@espalier/testing'
import { serviceMs } from './latency.ts'
import { modelServer } from './model-server.ts'
import { precedenceBound } from './precedence-bound.ts'
import { atLeast, atMost, isQuick, mean, print, rounded, spread, type Goal } from './report.ts'

const PLACES = 32
const SEEDS = isQuick ? 2 : 25
const SIZES = [128, 1024] as const

interface Run {
  readonly ms: number
  readonly utilisation: number
  /** Calls whose results were not used. */
  readonly wasted: number
  readonly bound: number
  readonly boundUtilisation: number
}

interface Way {
  readonly name: string
  readonly preset: () => Preset
  readonly kind: 'rolling' | 'barrier' | 'one by one'
  /** Completions in one call; a step each. */
  readonly choices: number
  readonly concurrency: number
  /** Calls that a finished one makes possible. */
  readonly opens: number | null
  /** Steps come with their values; otherwise a value is a call of its own. */
  readonly isScored: boolean
}

const single = (name: string, options: Readonly<Record<string, number>>, note = '', opens = 4): Way => ({
  name: `${name}${note}, rolling`,
  preset: () => createPreset(name, options),
  kind: 'rolling',
  choices: 1,
  concurrency: PLACES,
  opens,
  isScored: true,
})
const FOUR = { children: 4, wideningK: 0 }
const uct = single('uct', FOUR)
const counted = (concurrency: number): Way => ({
  ...uct,
  opens: null,
  name: `uct, n = 4 a call, ${concurrency} completions in flight`,
  choices: 4,
  concurrency,
})
const WAYS: readonly Way[] = [
  { ...uct, name: 'uct, one by one', kind: 'one by one', concurrency: 1 },
  { ...uct, name: `uct, batches of ${PLACES} with a barrier`, kind: 'barrier' },
  uct,
  single('uct', { ...FOUR, pendingVisits: 0 }, ', in flight not counted'),
  single('uct', { ...FOUR, virtualLoss: 1 }, ', virtual loss 1'),
  single('uct', { ...FOUR, dive: 0 }, ', dive'),
  single('mcts', FOUR),
  single('alphazero', { children: 4 }),
  single('gumbel', { children: 4, rootChildren: 4 }),
  single('best-first', { children: 4 }),
  single('ab-mcts', { independent: 1 }, ', samples', Number.POSITIVE_INFINITY),
  { ...single('mcts', {}, ' as it is, values apart'), opens: null, isScored: false },
  { ...single('alphazero', {}, ' as it is, values apart'), opens: null, isScored: false },
  counted(32),
  counted(56),
  counted(64),
]

type Options = SearchOptions<HashTreeProblem, HashState, number>

function expansionOf(seed: number, isScored: boolean, trial: Trial<HashState>): Expansion<number> {
  const { steps, value, backend } = hashTree({ branching: 4, depth: 1000, root: seed })
  const fresh = steps(trial.state).filter(({ step }) => !trial.existing.includes(backend.label(step)))
  const taken = (trial.proposals === 'independent' ? steps(trial.state) : fresh).slice(0, trial.want)
  const scored = (step: number) => (isScored ? { value: value(backend.extend(trial.state, step)) } : {})
  return {
    value: trial.evaluate ? value(trial.state) : null,
    proposals: taken.map(({ step, prior }) => ({ step, prior, ...scored(step) })),
    exhausted: trial.proposals === 'distinct' && trial.want > 0 && taken.length === fresh.length,
  }
}

function runOnce(way: Way, size: number, seed: number): Promise<Run> {
  const { problem, backend } = hashTree({ branching: 4, depth: 1000, root: seed })
  const options: Options = {
    problem,
    backend,
    algorithm: way.preset(),
    seed,
    describe: () => ({ problem: null, label: '' }),
  }
  return inVirtualTime(async (time) => {
    const server = modelServer(time, PLACES)
    let wasted = 0
    const expand = async (trial: Trial<HashState>): Promise<Expansion<number>> => {
      const completions = Array.from({ length: way.choices }, (_, k) => server.complete(serviceMs(seed, trial.id, k)))
      await Promise.all(completions)
      return expansionOf(seed, way.isScored, trial)
    }
    if (way.kind === 'barrier') await inBatches(options, size, expand)
    else {
      const slotsOf = (): number => way.choices
      const { concurrency } = way
      const result = await runSearch({ ...options, expand, slotsOf, concurrency, stop: maxTrials(size) })
      if (result.trials !== size) throw new Error(`${way.name}: ${result.trials} calls instead of ${size}`)
      wasted = result.failures
    }
    const ms = time.now()
    const times = Array.from({ length: size }, (_, trial) => serviceMs(seed, trial))
    const bound = way.opens === null ? Number.NaN : precedenceBound(times, PLACES, way.opens)
    const work = times.reduce((sum, x) => sum + x, 0)
    return { ms, utilisation: server.busyMs / (PLACES * ms), wasted, bound, boundUtilisation: work / (PLACES * bound) }
  })
}

/** As many as there are places, then wait for all of them: how most libraries do it. */
async function inBatches(
  options: Options,
  size: number,
  work: (trial: Trial<HashState>) => Promise<Expansion<number>>,
): Promise<void> {
  const search = createSearch(options)
  while (search.fold.asked < size) {
    const batch: Trial<HashState>[] = []
    while (batch.length < PLACES && search.fold.asked < size) {
      const trial = search.ask()
      if (trial === null) break
      batch.push(trial)
    }
    const outcomes = await Promise.all(batch.map(work))
    for (const [i, trial] of batch.entries()) search.tell(trial.id, outcomes[i]!)
    search.discard()
  }
}

const rows: (string | number)[][] = []
const goals: Goal[] = []
for (const way of WAYS) {
  for (const size of SIZES) {
    const seeds = Array.from({ length: way.kind === 'one by one' ? 3 : SEEDS }, (_, seed) => seed + 1)
    const runs: Run[] = []
    for (const seed of seeds) runs.push(await runOnce(way, size, seed))
    const ratio = spread(runs.map(({ ms, bound }) => ms / bound))
    const utilisation = mean(runs.map((run) => run.utilisation))
    const wasted = runs.reduce((sum, run) => sum + run.wasted, 0)
    const allowed = mean(runs.map((run) => run.boundUtilisation))
    const hasBound = way.opens !== null
    rows.push([
      way.name,
      size,
      rounded(spread(runs.map(({ ms }) => ms / 1000)).median),
      hasBound ? `${rounded(ratio.median, 3)} [${rounded(ratio.min, 3)}, ${rounded(ratio.max, 3)}]` : '',
      rounded(utilisation, 3),
      hasBound ? rounded(allowed, 3) : '',
      wasted,
    ])
    if (way.kind !== 'rolling') continue
    if (hasBound) goals.push(atMost(`${way.name}, ${size}: makespan / bound, worst seed`, ratio.max, 1.05, true))
    // Where one call opens four nodes the first generations alone keep the bound itself at 0.894.
    const least = Math.min(0.9, rounded(allowed - 0.005, 3))
    if (hasBound && size === 1024) goals.push(atLeast(`${way.name}, ${size}: utilisation`, utilisation, least, true))
    if (way.concurrency === 64 && size === 1024)
      goals.push(atLeast(`${way.name}: utilisation`, utilisation, 0.85, true))
    goals.push(atMost(`${way.name}, ${size}: results thrown away`, wasted, 0, true))
  }
}

print({
  section: 'schedule',
  about: `${PLACES} places, ${SEEDS} seeds, virtual time; ratios to the precedence bound inside a seed, median [min, max].`,
  tables: [
    {
      columns: ['way', 'calls', 'seconds', 'makespan / bound', 'utilisation', 'the bound allows', 'thrown away'],
      rows,
    },
  ],
  goals,
})
