import { createPreset, keyedDraw, maxTrials, streamSearch, type ExpandFn } from '@espalier/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { logOf } from '../src/log-of.ts'
import { scriptedExpand } from '../src/scripted-expand.ts'
import { hashTree, type HashState } from '../src/toys/hash-tree.ts'
import { inVirtualTime, type VirtualTime } from '../src/virtual-time.ts'

const toy = hashTree({ branching: 4, depth: 5, root: 11 })

/** A log of a search whose results take as long as `salt` says. */
function logWith(algorithm: string, concurrency: number, ordered: boolean, salt: number): Promise<string> {
  return inVirtualTime(async (time: VirtualTime) => {
    const work = scriptedExpand(toy, { seed: 1, failures: 0.1, garbage: 0.05, extras: 0.3, bornWithValue: 0.3 })
    const expand: ExpandFn<HashState, number> = async (trial, context) => {
      await time.sleep(Math.floor(keyedDraw(salt, trial.id, 0) ** 3 * 50))
      return work(trial, context)
    }
    const { problem, backend } = toy
    const describe = () => ({ problem: null, label: '' })
    const { events } = await logOf(
      streamSearch({
        problem,
        backend,
        describe,
        algorithm: createPreset(algorithm),
        expand,
        concurrency,
        ordered,
        stop: maxTrials(60),
      }),
    )
    return events.map((event) => JSON.stringify(event)).join('\n')
  })
}

it('writes the same log whatever the latencies, with any number in flight', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('mcts', 'uct', 'alphazero', 'gumbel', 'ab-mcts', 'beam', 'best-first'),
      fc.integer({ min: 1, max: 32 }),
      fc.tuple(fc.nat(), fc.nat()),
      async (algorithm, concurrency, [a, b]) => {
        expect(await logWith(algorithm, concurrency, true, a)).toBe(await logWith(algorithm, concurrency, true, b))
      },
    ),
    { numRuns: 60 },
  )
})

it('is what makes the difference: as results come, logs differ with the latencies', async () => {
  expect(await logWith('mcts', 8, false, 1)).not.toBe(await logWith('mcts', 8, false, 2))
  expect(await logWith('mcts', 1, false, 1)).toBe(await logWith('mcts', 1, true, 2))
})

it('ends when it is aborted although the oldest result never comes', async () => {
  const controller = new AbortController()
  const work = scriptedExpand(toy)
  const { problem, backend } = toy
  const { result } = await logOf(
    streamSearch({
      problem,
      backend,
      describe: () => ({ problem: null, label: '' }),
      algorithm: createPreset('mcts', { children: 3 }),
      ordered: true,
      concurrency: 4,
      signal: controller.signal,
      expand: (trial, context) => {
        if (trial.id === 8) queueMicrotask(() => controller.abort())
        return trial.id === 5 ? new Promise(() => {}) : work(trial, context)
      },
    }),
  )
  expect([result.reason, result.tree.pending(0)]).toEqual(['aborted', 0])
})
