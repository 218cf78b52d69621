/**
 * What a dive spares a server with a prefix cache, in virtual time: 2,000 expansions of a hidden-value tree of depth 10 with 32 in flight, a
 * prompt of 1,500 tokens and 150 a step, against the plain order of the same search. Exact.
 */
import { createPreset, maxTrials, runSearch, type ExpandFn } from '@espalier/core'
import { createHiddenTree, hiddenTreeBackend, type HiddenTreeState } from '@espalier/tasks'
import { inVirtualTime } from '@espalier/testing'
import { expandScored } from './hidden-search.ts'
import { serviceMs } from './latency.ts'
import { PrefixCache, type PromptPart } from './prefix-cache.ts'
import { atLeast, atMost, isQuick, mean, print, rounded, type Goal } from './report.ts'

const EXPANSIONS = 2000
const PLACES = 32
const ROOT_TOKENS = 1500
const STEP_TOKENS = 150
const SIZES = isQuick ? [32] : [16, 32, 64, 128]
const SEEDS = isQuick ? 2 : 8
const ORDERS: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  ['plain order', {}],
  ['dive', { dive: 0 }],
  ['dive, margin 0.2', { dive: 0.2 }],
  ['dive whatever the value', { dive: 1 }],
]

const backend = hiddenTreeBackend()

interface Run {
  readonly hitRate: number
  readonly prefillPerCall: number
  readonly best: number
}

function promptOf(path: readonly number[]): readonly PromptPart[] {
  const steps = path.map((_, i) => ({ key: path.slice(0, i + 1).join(' '), tokens: STEP_TOKENS }))
  return [{ key: '', tokens: ROOT_TOKENS }, ...steps]
}

function runOnce(options: Readonly<Record<string, number>>, capacity: number, seed: number): Promise<Run> {
  const problem = createHiddenTree('easy', seed, { branching: 4, depth: 10 })
  return inVirtualTime(async (time) => {
    const cache = new PrefixCache(capacity)
    let best = Number.NEGATIVE_INFINITY
    const expand: ExpandFn<HiddenTreeState, number> = async (trial) => {
      const prompt = promptOf(trial.state.path)
      cache.begin(prompt)
      await time.sleep(serviceMs(seed, trial.id))
      const expansion = expandScored(trial)
      const next = expansion.proposals.map(({ step }) => backend.extend(trial.state, step))
      for (const { path, sum } of next) if (path.length === problem.depth && sum > best) best = sum
      cache.end(
        prompt,
        next.map(({ path }) => ({ key: path.join(' '), tokens: STEP_TOKENS })),
      )
      return expansion
    }
    const { trials } = await runSearch({
      problem,
      describe: () => ({ problem: null, label: '' }),
      backend,
      algorithm: createPreset('uct', { children: 4, wideningK: 0, c: 0.5, ...options }),
      seed,
      expand,
      concurrency: PLACES,
      stop: maxTrials(EXPANSIONS),
    })
    const { prompted, prefilled } = cache
    return { hitRate: 1 - prefilled / prompted, prefillPerCall: prefilled / trials, best }
  })
}

const rows: (string | number)[][] = []
const goals: Goal[] = []
for (const size of SIZES) {
  let plain: Run | undefined
  for (const [name, options] of ORDERS) {
    const runs: Run[] = []
    for (let seed = 1; seed <= SEEDS; seed++) runs.push(await runOnce(options, size * 1024, seed))
    const run = {
      hitRate: mean(runs.map(({ hitRate }) => hitRate)),
      prefillPerCall: mean(runs.map(({ prefillPerCall }) => prefillPerCall)),
      best: mean(runs.map(({ best }) => best)),
    }
    plain ??= run
    const ratio = run.prefillPerCall / plain.prefillPerCall
    rows.push([
      `${size}k`,
      name,
      rounded(run.hitRate, 3),
      rounded(run.prefillPerCall, 0),
      rounded(ratio),
      rounded(run.best),
    ])
    if (size !== 32 || name !== 'dive') continue
    goals.push(atMost('dive, 32k tokens: prefill beside the plain order', ratio, 0.5, true))
    goals.push(atLeast('dive, 32k tokens: best leaf, less that of the plain order', run.best - plain.best, 0, !isQuick))
  }
}
print({
  section: 'prefix',
  about: `${EXPANSIONS} expansions, ${PLACES} in flight, ${SEEDS} seeds; prefill in tokens a call.`,
  tables: [{ columns: ['cache', 'order', 'hit rate', 'prefill', 'beside plain', 'best leaf'], rows }],
  goals,
})
