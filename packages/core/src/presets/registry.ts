import { SearchError } from '../errors.ts'
import type { Json } from '../events/event.ts'
import type { Preset } from '../search/policy.ts'
import type { AlgorithmDescription, AlgorithmEntry, OptionDescription } from './entry.ts'
import { AB_MCTS, AB_MCTS_BETA, AB_MCTS_MIXED } from './ab-mcts.ts'
import { BEAM, DIVERSE_BEAM } from './beam.ts'
import { A_STAR, BEST_FIRST } from './best-first.ts'
import { SELF_CONSISTENCY, BEST_OF_N, GREEDY } from './chains.ts'
import { DEPTH_FIRST } from './depth-first.ts'
import { GUMBEL } from './gumbel.ts'
import { MCTS, UCT } from './mcts.ts'
import { PARTICLES } from './particles.ts'
import { ALPHAZERO, MUZERO } from './puct.ts'
import { LATS, RAP, REST_MCTS, RSTAR } from './reasoning.ts'
import { MCTSR } from './refine.ts'

const ENTRIES: readonly AlgorithmEntry[] = [
  MCTS,
  UCT,
  ALPHAZERO,
  MUZERO,
  GUMBEL,
  AB_MCTS,
  AB_MCTS_BETA,
  AB_MCTS_MIXED,
  RAP,
  LATS,
  REST_MCTS,
  RSTAR,
  MCTSR,
  BEST_FIRST,
  A_STAR,
  BEAM,
  DIVERSE_BEAM,
  DEPTH_FIRST,
  PARTICLES,
  SELF_CONSISTENCY,
  BEST_OF_N,
  GREEDY,
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
  for (const [key, value] of Object.entries(options)) {
    const option = entry.options.find((candidate) => candidate.name === key)
    if (option === undefined) {
      const known = entry.options.map((candidate) => candidate.name)
      const expected = known.length === 0 ? 'no options' : `one of ${known.join(', ')}`
      throw new SearchError('INVALID_OPTIONS', `${name}: unknown option ${JSON.stringify(key)}, expected ${expected}`, {
        got: key,
        expected: known,
      })
    }
    checkKind(`${name}.${key}`, option, value)
  }
  return entry.make(options as Readonly<Record<string, never>>)
}

function checkKind(where: string, { choices }: OptionDescription, value: Json): void {
  const fits = choices === undefined ? typeof value === 'number' : choices.includes(value as string)
  if (fits) return
  const expected = choices === undefined ? 'a number' : `one of ${choices.join(', ')}`
  throw new SearchError('INVALID_OPTIONS', `${where}: got ${JSON.stringify(value)}, expected ${expected}`, {
    got: value,
  })
}
