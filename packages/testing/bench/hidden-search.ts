import { maxMs, runSearch, type Expansion, type ExpandFn, type Preset, type StopFn, type Trial } from '@espalier/core'
import { hiddenTreeBackend, hiddenTreeExpand, type HiddenTree, type HiddenTreeState } from '@espalier/tasks'
import { inVirtualTime } from '@espalier/testing'
import { serviceMs } from './latency.ts'

const backend = hiddenTreeBackend()

/** One call writes the steps and judges them: children are born with their values, as where a model scores what it proposes. */
export function expandScored(trial: Trial<HiddenTreeState>): Expansion<number> {
  const { value, proposals, exhausted } = hiddenTreeExpand(trial)
  const scored = proposals.map((proposal) => {
    const state = backend.extend(trial.state, proposal.step)
    const judged = hiddenTreeExpand({ ...trial, state, evaluate: true, want: 0 })
    return { ...proposal, value: judged.value! }
  })
  return { value, proposals: scored, ...(exhausted === true ? { exhausted } : {}) }
}

export interface HiddenRun {
  readonly tree: HiddenTree
  readonly algorithm: Preset
  readonly seed: number
  readonly concurrency: number
  /** A worker that is so many times faster. Default 1. */
  readonly speed?: number
  /** Virtual milliseconds; without it `stop` decides. */
  readonly ms?: number
  readonly stop?: StopFn
}

/** A leaf that was found: when, and the true sum of its path. */
export interface Found {
  readonly at: number
  readonly sum: number
}

export interface HiddenResult {
  /** Leaves that were better than all before. */
  readonly found: readonly Found[]
  readonly calls: number
  readonly elapsedMs: number
}

/** Searches a hidden-value tree in virtual time with the asynchronous driver. */
export function searchHidden(run: HiddenRun): Promise<HiddenResult> {
  return inVirtualTime(async (time) => {
    const found: Found[] = []
    const expand: ExpandFn<HiddenTreeState, number> = async (trial, { signal }) => {
      await time.sleep(serviceMs(run.seed, trial.id) / (run.speed ?? 1), signal)
      const expansion = expandScored(trial)
      for (const { step } of expansion.proposals) {
        const { sum, path } = backend.extend(trial.state, step)
        if (path.length === run.tree.depth && sum > (found.at(-1)?.sum ?? Number.NEGATIVE_INFINITY))
          found.push({ at: time.now(), sum })
      }
      return expansion
    }
    const result = await runSearch({
      problem: run.tree,
      describe: () => ({ problem: null, label: 'hidden tree' }),
      backend,
      algorithm: run.algorithm,
      seed: run.seed,
      expand,
      concurrency: run.concurrency,
      clock: time.now,
      stop: run.stop ?? maxMs(run.ms!),
    })
    return { found, calls: result.trials, elapsedMs: time.now() }
  })
}

/** The best true sum known at a time; -Infinity before the first leaf. */
export function bestAt({ found }: HiddenResult, ms: number): number {
  return found.findLast(({ at }) => at <= ms)?.sum ?? Number.NEGATIVE_INFINITY
}
