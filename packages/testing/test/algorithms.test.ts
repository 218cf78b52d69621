import { ALGORITHMS, createPreset, type Preset } from '@espalier/core'
import { describeAlgorithm, type AlgorithmSuiteOptions } from '../src/describe-algorithm.ts'

/** Random cases per property, 5.5 properties an algorithm: 60 make 10,000 runs in all. */
const runs = Number(process.env['RUNS'] ?? 60)
const describeOne = (name: string, make: () => Preset, more: AlgorithmSuiteOptions = {}): void =>
  describeAlgorithm(name, make, { runs, ...more })

for (const { name } of ALGORITHMS) describeOne(name, () => createPreset(name))

describeOne('mcts, all at once', () => createPreset('mcts', { expandAfter: 0, children: 2, virtualLoss: 1 }))
describeOne('mcts with a dive', () => createPreset('mcts', { children: 3, dive: 0 }))
describeOne('uct with a dive, trials in flight not counted', () =>
  createPreset('uct', { expandAfter: 0, dive: 0.2, pendingVisits: 0 }),
)
describeOne('mcts, narrow', () => createPreset('mcts', { children: 2, c: 1.25, maxChildren: 3, fpuReduction: 0.2 }))
describeOne('mcts, backed up by the maximum', () => createPreset('mcts', { backup: 'max', recommend: 'lcb' }))
describeOne('uct, backed up softly, with proofs', () =>
  createPreset('uct', { backup: 'soft', provenAt: 1, recommend: 'weighted-vote' }),
)
describeOne('alphazero with noise', () => createPreset('alphazero', { noiseFraction: 0.25, virtualLoss: 1 }))
describeOne('ab-mcts of samples', () => createPreset('ab-mcts', { independent: 1, maxChildren: 6 }))
describeOne('best-of-n without end', () => createPreset('best-of-n', { n: 0 }), {
  skip: [{ test: 'it ends by itself', reason: 'samples of a finite tree never run out' }],
})
