import { createPreset, foldEvents, maxTrials, streamSearch, type Preset } from '@espalier/core'
import { kernelMcts } from '@espalier/latent'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { describeAlgorithm } from '../src/describe-algorithm.ts'
import { scriptedExpand } from '../src/scripted-expand.ts'
import { vectorTree } from '../src/toys/vector-tree.ts'

const runs = Number(process.env['RUNS'] ?? 60)

/** Neighbours by number, in part: a pure function of the two nodes, as a kernel of their vectors is. */
const nearby = (a: number, b: number): number => (a === b ? 1 : 1 / (1 + Math.abs(a - b)))

describeAlgorithm('kernel-mcts by PUCT', () => kernelMcts({ similarity: nearby }), { runs })
describeAlgorithm('kernel-mcts by KR-UCT', () => kernelMcts({ similarity: nearby, by: 'ucb', children: 2 }), { runs })

async function search(algorithm: Preset, root: number) {
  const toy = vectorTree({ branching: 5, depth: 5, root })
  const { problem, backend } = toy
  const expand = scriptedExpand(toy)
  const describe = () => ({ problem: null, label: 'tree' })
  const events = []
  for await (const { event } of streamSearch({ problem, backend, algorithm, expand, describe, stop: maxTrials(80) }))
    events.push(event)
  return events
}

it('where nothing is like anything it is MCTS', async () => {
  const options = { c: 0.2, fpuReduction: 0.1, children: 4 }
  for (let root = 0; root < 20; root++) {
    const [, ...plain] = await search(createPreset('mcts', { ...options, expandAfter: 0 }), root)
    const [start, ...kernel] = await search(kernelMcts({ ...options, similarity: () => 0 }), root)
    expect(start).toMatchObject({ policy: { name: 'kernel-mcts', params: { by: 'puct', ...options } } })
    // Without an answer they recommend by other rules, so the last event is left out.
    expect(kernel.slice(0, -1)).toEqual(plain.slice(0, -1))
  }
})

it('what is tried speaks for what is like it: visits go to the others', async () => {
  for (const by of ['puct', 'ucb'] as const) {
    // The first two children of the root are one and the same to the search.
    const twins = (a: number, b: number): number => Number(a === b || (Math.min(a, b) === 1 && Math.max(a, b) === 2))
    let less = 0
    for (let root = 0; root < 20; root++) {
      const visits = async (similarity: typeof twins) => {
        const { tree } = foldEvents(await search(kernelMcts({ by, similarity, c: 2, wideningK: 0 }), root))
        return tree.visits(1) + tree.visits(2)
      }
      less += Number((await visits(twins)) < (await visits(() => 0)))
    }
    expect(less).toBeGreaterThan(15)
  }
})

it('refuses options out of range', () => {
  const similarity = nearby
  fc.assert(
    fc.property(fc.double({ max: -1e-9, noNaN: true }), (bad) => {
      expect(() => kernelMcts({ similarity, c: bad })).toThrow('kernelMcts.c')
      expect(() => kernelMcts({ similarity, wideningK: bad })).toThrow('kernelMcts.wideningK')
      expect(() => kernelMcts({ similarity, fpuReduction: bad })).toThrow('kernelMcts.fpuReduction')
    }),
  )
  for (const children of [0, 1.5]) expect(() => kernelMcts({ similarity, children })).toThrow('kernelMcts.children')
})
