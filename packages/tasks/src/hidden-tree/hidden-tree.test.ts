import { maxTokens, maxTrials, runSearchSync, createPreset, type Trial } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { hiddenTreeBackend, type HiddenTreeState } from './backend.ts'
import { hiddenTreeExpand } from './expand.ts'
import { createHiddenTree, hiddenTrees } from './problem.ts'
import { hiddenLeaves, scoreLine } from './score.ts'

const backend = hiddenTreeBackend()
const walk = (tree: ReturnType<typeof createHiddenTree>, path: readonly number[]): HiddenTreeState =>
  path.reduce((state, step) => backend.extend(state, step), backend.root(tree))

const trialAt = (state: HiddenTreeState, more: Partial<Trial<HiddenTreeState>> = {}): Trial<HiddenTreeState> => ({
  id: 0,
  node: 0,
  depth: state.path.length,
  state,
  evaluate: true,
  evaluated: false,
  want: 0,
  proposals: 'distinct',
  existing: [],
  seed: 1,
  ...more,
})

const allPaths = (branching: number, depth: number): number[][] =>
  depth === 0
    ? [[]]
    : allPaths(branching, depth - 1).flatMap((path) => Array.from({ length: branching }, (_, i) => [...path, i]))

describe('hidden-value trees', () => {
  it('have the leaves that walking every path finds', () => {
    const tree = createHiddenTree('easy', 3, { branching: 3, depth: 4 })
    const walked = allPaths(3, 4).map((path) => walk(tree, path).sum)
    const { values, ascending } = hiddenLeaves(tree)
    expect([...values]).toEqual(walked)
    expect([...ascending]).toEqual(walked.toSorted((a, b) => a - b))
    expect(new Set(walked).size).toBe(81)
  })

  it('are the same for the same seed, others for another, and 65,536 leaves large', () => {
    const [a, b] = hiddenTrees('noisy', 2, 5)
    expect(hiddenTrees('noisy', 2, 5)).toEqual([a, b])
    expect(a!.seed).not.toBe(b!.seed)
    const { values: leaves } = hiddenLeaves(a!)
    expect(leaves).toHaveLength(65_536)
    // Sums of eight standard normal numbers: variance 8; the leaves share their beginnings, so this is loose.
    const mean = leaves.reduce((sum, x) => sum + x, 0) / leaves.length
    const variance = leaves.reduce((sum, x) => sum + (x - mean) ** 2, 0) / leaves.length
    expect(variance).toBeGreaterThan(4)
    expect(variance).toBeLessThan(12)
  })

  it('give the ranks and regrets of an enumeration', () => {
    const tree = createHiddenTree('noisy', 9, { branching: 2, depth: 5 })
    const leaves = hiddenLeaves(tree)
    const scored = allPaths(2, 5).map((path) => scoreLine(tree, backend.answer(walk(tree, path))!, leaves)!)
    expect(scored.map(({ rank }) => rank).toSorted((x, y) => x! - y!)).toEqual(
      Array.from({ length: 32 }, (_, i) => i + 1),
    )
    const best = scored.find(({ rank }) => rank === 1)!
    const worst = scored.find(({ rank }) => rank === 32)!
    expect([best.regret, worst.regret]).toEqual([0, 1])
    expect(best.value).toBe(leaves.ascending.at(-1))
    const under = (path: string) => scored.filter((_, i) => allPaths(2, 5)[i]!.join(' ').startsWith(path))
    for (const path of ['', '1', '0 1 0']) {
      const ends = under(path)
      const mean = ends.reduce((sum, { value }) => sum + value, 0) / ends.length
      expect(scoreLine(tree, path, leaves)).toMatchObject({ value: expect.closeTo(mean, 12), rank: null })
    }
    for (const wrong of [' ', '2', '0 1 0 1 x', '0 1 0 1 0 1']) expect(scoreLine(tree, wrong, leaves)).toBeNull()
  })

  it('are judged exactly at a leaf and with noise before, always the same', () => {
    const errors = (setting: 'easy' | 'noisy') =>
      hiddenTrees(setting, 400, 1).map((tree) => {
        const state = walk(tree, [0, 1, 2])
        const value = hiddenTreeExpand(trialAt(state)).value!
        expect(hiddenTreeExpand(trialAt(state, { id: 7, seed: 99 })).value).toBe(value)
        return 2 * Math.log(value / (1 - value)) - state.sum
      })
    const spread = (xs: readonly number[]) => Math.sqrt(xs.reduce((sum, x) => sum + x * x, 0) / xs.length)
    // Five steps to come: 0.6 sqrt(5) and twice that, within four standard errors of 400.
    expect(Math.abs(spread(errors('easy')) / (0.6 * Math.sqrt(5)) - 1)).toBeLessThan(0.15)
    expect(Math.abs(spread(errors('noisy')) / (1.2 * Math.sqrt(5)) - 1)).toBeLessThan(0.15)
    const leaf = walk(createHiddenTree('noisy', 4), [0, 1, 2, 3, 0, 1, 2, 3])
    expect(hiddenTreeExpand(trialAt(leaf)).value).toBeCloseTo(1 / (1 + Math.exp(-leaf.sum / 2)), 12)
  })

  it('propose each child once, samples as often as they fall, and count calls and tokens', () => {
    const state = walk(createHiddenTree('easy', 2), [1])
    const first = hiddenTreeExpand(trialAt(state, { evaluate: false, evaluated: false, want: 3 }))
    expect(first.proposals.map(({ step }) => step)).toEqual([0, 1, 2])
    expect(first).toMatchObject({ value: null, usage: { calls: 0, completionTokens: 3 } })
    expect(first.exhausted).toBeUndefined()
    const rest = hiddenTreeExpand(trialAt(state, { want: 3, existing: ['child 0', 'child 2'] }))
    expect(rest.proposals.map(({ step }) => step)).toEqual([1, 3])
    expect(rest).toMatchObject({ exhausted: true, usage: { calls: 1, completionTokens: 2 } })
    const sampled = hiddenTreeExpand(trialAt(state, { want: 400, proposals: 'independent' }))
    const counts = [0, 1, 2, 3].map((step) => sampled.proposals.filter((proposal) => proposal.step === step).length)
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(4 * Math.sqrt(75))
  })

  it('are searched by any preset to an answer that the scorer knows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.constantFrom('mcts', 'beam', 'best-of-n'),
        (seed, name) => {
          const problem = createHiddenTree('noisy', seed, { depth: 4 })
          const { answer, usage } = runSearchSync({
            problem,
            backend,
            algorithm: createPreset(name),
            expand: hiddenTreeExpand,
            stop: (progress) => maxTokens(300)(progress) ?? maxTrials(600)(progress),
            describe: (tree) => ({ problem: { ...tree }, label: 'tree' }),
          })
          expect(usage.calls).toBeGreaterThan(0)
          expect(scoreLine(problem, answer!, hiddenLeaves(problem))!.regret).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('refuse what is no tree and no step', () => {
    const codeOf = (make: () => unknown): string => {
      try {
        make()
      } catch (error) {
        if (isTaskError(error)) return error.code
      }
      return 'none'
    }
    expect(codeOf(() => createHiddenTree('hard' as never, 1))).toBe('INVALID_OPTIONS')
    expect(codeOf(() => createHiddenTree('toString' as never, 1))).toBe('INVALID_OPTIONS')
    expect(codeOf(() => createHiddenTree('easy', -1))).toBe('INVALID_OPTIONS')
    expect(codeOf(() => createHiddenTree('easy', 1, { branching: 10 }))).toBe('INVALID_OPTIONS')
    expect(codeOf(() => createHiddenTree('easy', 1, { depth: 11 }))).toBe('INVALID_OPTIONS')
    expect(codeOf(() => backend.extend(backend.root(createHiddenTree('easy', 1)), 4))).toBe('ILLEGAL_STEP')
    expect(codeOf(() => backend.extend(walk(createHiddenTree('easy', 1, { depth: 1 }), [0]), 0))).toBe('ILLEGAL_STEP')
  })
})
