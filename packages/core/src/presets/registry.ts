import { SearchError } from '../errors.ts'
import type { Json } from '../events/event.ts'
import type { Preset } from '../search/policy.ts'
import { abMcts, abMctsBeta } from './ab-mcts.ts'
import { beam, diverseBeam } from './beam.ts'
import { bestFirst } from './best-first.ts'
import { bestOfN, greedy, selfConsistency } from './chains.ts'
import { depthFirst } from './depth-first.ts'
import { gumbel } from './gumbel.ts'
import { mcts, uctSearch } from './mcts.ts'
import { particles } from './particles.ts'
import { alphaZero, muZero } from './puct.ts'

/** An option of a preset: a number in a range. */
export interface OptionDescription {
  readonly name: string
  readonly default: number | null
  readonly about: string
}

export interface AlgorithmDescription {
  readonly name: string
  readonly about: string
  /** Where it comes from. */
  readonly source: string
  readonly options: readonly OptionDescription[]
}

type Make = (options: Readonly<Record<string, number>>) => Preset

const EXPAND_AFTER: OptionDescription = {
  name: 'expandAfter',
  default: 1,
  about: 'visits before a node is asked for steps, 0 or 1',
}

const IN_FLIGHT: readonly OptionDescription[] = [
  { name: 'virtualLoss', default: null, about: 'results of 0 that a trial in flight counts as; absent: none, WU-UCT' },
  { name: 'pendingVisits', default: null, about: 'visits that a trial in flight counts as; absent: 1, WU-UCT' },
]

const puctOptions: readonly OptionDescription[] = [
  { name: 'c', default: 1.25, about: 'exploration weight' },
  { name: 'base', default: 19_652, about: 'how fast it grows with visits: log((N + base + 1) / base)' },
  { name: 'noiseFraction', default: 0, about: "share of Dirichlet noise in the root's priors" },
  { name: 'noiseAlpha', default: 0.3, about: 'concentration of that noise' },
  { name: 'children', default: 4, about: 'steps asked for at each node' },
  EXPAND_AFTER,
  ...IN_FLIGHT,
]

const abOptions: readonly OptionDescription[] = [
  {
    name: 'independent',
    default: 0,
    about: '1: several steps of a node at once, as samples; 0: one at a time, distinct',
  },
  { name: 'maxChildren', default: 65_535, about: 'most children of a node' },
]

const beamOptions: readonly OptionDescription[] = [
  { name: 'width', default: 5, about: 'nodes kept at each depth' },
  { name: 'children', default: 3, about: 'steps asked for at each of them' },
]

const widening = (children: number, wideningK: number): readonly OptionDescription[] => [
  { name: 'children', default: children, about: 'steps asked for when a node is first expanded' },
  { name: 'wideningK', default: wideningK, about: 'factor of the widening bound k * N^alpha' },
  { name: 'wideningAlpha', default: 0.5, about: 'exponent of the widening bound, 0 to 1' },
  { name: 'maxChildren', default: 64, about: 'most children of a node' },
  EXPAND_AFTER,
  ...IN_FLIGHT,
  { name: 'dive', default: null, about: 'goes on with the branch just worked at while it is worth the mean less this' },
]

const ENTRIES: readonly (AlgorithmDescription & { readonly make: Make })[] = [
  {
    name: 'mcts',
    about: 'Monte-Carlo tree search with PUCT, widened by first-play urgency',
    source: 'Silver 2017, Methods; Schrittwieser 2020, App. B; Gelly & Wang 2006; Coulom 2007',
    options: [
      { name: 'c', default: 0.1, about: 'exploration weight' },
      { name: 'fpuReduction', default: 0, about: "first-play urgency: the parent's mean less this" },
      {
        name: 'unseenReduction',
        default: 0.25,
        about: 'urgency of a child not there yet: what is expected less this / sqrt(N)',
      },
      ...widening(1, 3),
    ],
    make: mcts,
  },
  {
    name: 'uct',
    about: 'Monte-Carlo tree search with UCB1 and progressive widening',
    source: 'Kocsis & Szepesvári 2006',
    options: [{ name: 'c', default: Math.SQRT2, about: 'exploration weight' }, ...widening(3, 1)],
    make: uctSearch,
  },
  {
    name: 'alphazero',
    about: 'Monte-Carlo tree search with PUCT over values as they are, a fixed number of steps a node',
    source: 'Silver 2017, Methods',
    options: [
      ...puctOptions,
      { name: 'minValue', default: 0, about: 'lowest value, brought to 0' },
      { name: 'maxValue', default: 1, about: 'highest value, brought to 1' },
    ],
    make: alphaZero,
  },
  {
    name: 'muzero',
    about: 'PUCT over values rescaled among siblings, for rewards, discounts and any range of values',
    source: 'Schrittwieser 2020, App. B; mctx, qtransform_by_parent_and_siblings',
    options: puctOptions,
    make: muZero,
  },
  {
    name: 'gumbel',
    about: 'Gumbel MuZero: sequential halving at the root, completed values below; made for few simulations',
    source: 'Danihelka 2022, §3-§5, Algorithm 2',
    options: [
      { name: 'simulations', default: 64, about: 'simulations that sequential halving is planned for' },
      { name: 'maxConsidered', default: 8, about: 'children of the root that are considered' },
      { name: 'rootChildren', default: 8, about: 'steps asked for at the root' },
      { name: 'children', default: 4, about: 'steps asked for at every other node' },
      { name: 'gumbelScale', default: 1, about: 'factor of the Gumbel noise; 0 plans without chance' },
      { name: 'valueScale', default: 0.1, about: 'weight of values beside log-priors' },
      { name: 'maxVisitInit', default: 50, about: "visits added to the most visited child's" },
      { name: 'rescale', default: 1, about: '1 brings values to [0, 1] among siblings, 0 takes them as they are' },
      EXPAND_AFTER,
    ],
    make: gumbel,
  },
  {
    name: 'ab-mcts',
    about: 'wider or deeper by Thompson sampling from Gaussian posteriors',
    source: 'AB-MCTS-A: Inoue 2025, §3, App. A.1; priors of TreeQuest',
    options: [
      { name: 'priorMean', default: 0, about: 'prior mean of values' },
      { name: 'priorMeanWeight', default: 1, about: 'values that it counts for' },
      { name: 'priorVariance', default: 0.1, about: 'prior variance of values' },
      { name: 'priorVarianceWeight', default: 1, about: 'values that it counts for' },
      ...abOptions,
    ],
    make: abMcts,
  },
  {
    name: 'ab-mcts-beta',
    about: 'wider or deeper by Thompson sampling from Beta posteriors, for values from 0 to 1',
    source: 'AB-MCTS-A: Inoue 2025, §3, App. A.2',
    options: [{ name: 'prior', default: 0.5, about: 'successes and failures that the prior counts for' }, ...abOptions],
    make: abMctsBeta,
  },
  {
    name: 'best-first',
    about: 'expands the open node with the highest value',
    source: 'Pearl 1984, §2.3',
    options: [{ name: 'children', default: 3, about: 'steps asked for at each node' }],
    make: bestFirst,
  },
  {
    name: 'beam',
    about: 'keeps the best nodes of each depth (Tree of Thoughts, breadth first)',
    source: 'Yao 2023, Algorithm 1',
    options: beamOptions,
    make: beam,
  },
  {
    name: 'diverse-beam',
    about: 'beam search whose beams do not compete after their first step (diverse verifier tree search)',
    source: 'Beeching 2024',
    options: beamOptions,
    make: diverseBeam,
  },
  {
    name: 'depth-first',
    about: 'goes down the best child, gives up those below a threshold and comes back (Tree of Thoughts, depth first)',
    source: 'Yao 2023, Algorithm 2',
    options: [
      { name: 'children', default: 3, about: 'steps asked for at each node' },
      { name: 'threshold', default: 0, about: 'nodes of a lower value are given up' },
    ],
    make: depthFirst,
  },
  {
    name: 'particles',
    about: 'particle filtering: sampled steps, resampled by value at every level',
    source: 'Puri 2025, Algorithm 1',
    options: [
      { name: 'n', default: 8, about: 'particles' },
      { name: 'rounds', default: 1, about: 'sets of particles, one after the other; 0 goes on until the budget ends' },
      { name: 'temperature', default: 1, about: 'weights are values to the power of 1 / temperature' },
    ],
    make: particles,
  },
  {
    name: 'self-consistency',
    about: 'independent sampled chains, the answer that most of them give',
    source: 'Wang 2023, §2; weighted: Li 2023, §3.3',
    options: [
      { name: 'n', default: 16, about: 'chains; 0 goes on until the budget ends' },
      { name: 'weighted', default: 0, about: '1: votes count by the values of their chains' },
    ],
    make: selfConsistency,
  },
  {
    name: 'best-of-n',
    about: 'independent sampled chains, the best finished one taken',
    source: 'Stiennon 2020, §4.3',
    options: [{ name: 'n', default: 16, about: 'chains; 0 goes on until the budget ends' }],
    make: bestOfN,
  },
  {
    name: 'greedy',
    about: 'one chain of the likeliest steps',
    source: 'the baseline of all',
    options: [],
    make: greedy,
  },
]

/** Every algorithm with its options and source, in a fixed order. */
export const ALGORITHMS: readonly AlgorithmDescription[] = ENTRIES.map(({ name, about, source, options }) => ({
  name,
  about,
  source,
  options,
}))

/** The preset of that name. Throws `INVALID_OPTIONS` for an unknown name, an unknown option or a value out of range. */
export function createPreset(name: string, options: Readonly<Record<string, Json>> = {}): Preset {
  const entry = ENTRIES.find((candidate) => candidate.name === name)
  if (entry === undefined) {
    const expected = ENTRIES.map((candidate) => candidate.name)
    throw new SearchError(
      'INVALID_OPTIONS',
      `algorithm: got ${JSON.stringify(name)}, expected one of ${expected.join(', ')}`,
      { got: name, expected },
    )
  }
  const known = entry.options.map((option) => option.name)
  const numbers: Record<string, number> = {}
  for (const [key, value] of Object.entries(options)) {
    if (!known.includes(key)) {
      const expected = known.length === 0 ? 'no options' : `one of ${known.join(', ')}`
      throw new SearchError('INVALID_OPTIONS', `${name}: unknown option ${JSON.stringify(key)}, expected ${expected}`, {
        got: key,
        expected: known,
      })
    }
    if (typeof value !== 'number') {
      throw new SearchError('INVALID_OPTIONS', `${name}.${key}: got ${JSON.stringify(value)}, expected a number`, {
        got: value,
      })
    }
    numbers[key] = value
  }
  return entry.make(numbers)
}
