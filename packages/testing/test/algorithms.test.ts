import { ALGORITHMS, createPreset } from '@espalier/core'
import { describeAlgorithm } from '../src/describe-algorithm.ts'

for (const { name } of ALGORITHMS) describeAlgorithm(name, () => createPreset(name))

describeAlgorithm('mcts, all at once', () => createPreset('mcts', { expandAfter: 0, children: 2, virtualLoss: 1 }))
describeAlgorithm('mcts with a dive', () => createPreset('mcts', { children: 3, dive: 0 }))
describeAlgorithm('uct with a dive, trials in flight not counted', () =>
  createPreset('uct', { expandAfter: 0, dive: 0.2, pendingVisits: 0 }),
)
describeAlgorithm('mcts, narrow', () =>
  createPreset('mcts', { children: 2, c: 1.25, maxChildren: 3, fpuReduction: 0.2 }),
)
describeAlgorithm('mcts, backed up by the maximum', () => createPreset('mcts', { backup: 'max', recommend: 'lcb' }))
describeAlgorithm('uct, backed up softly, with proofs', () =>
  createPreset('uct', { backup: 'soft', provenAt: 1, recommend: 'weighted-vote' }),
)
describeAlgorithm('alphazero with noise', () => createPreset('alphazero', { noiseFraction: 0.25, virtualLoss: 1 }))
describeAlgorithm('ab-mcts of samples', () => createPreset('ab-mcts', { independent: 1, maxChildren: 6 }))
describeAlgorithm('best-of-n without end', () => createPreset('best-of-n', { n: 0 }), {
  skip: [{ test: 'it ends by itself', reason: 'samples of a finite tree never run out' }],
})
