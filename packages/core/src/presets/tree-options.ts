import { checkNumber } from '../errors.ts'
import { estimates, maxRule, softRule, type BackupRule, type Estimates } from '../policy/estimates.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { answerBy, lowerBoundScore, maxScore, meanScore, voteScore, worstShareScore } from '../policy/risk.ts'
import { withProofs } from '../policy/solver.ts'
import type { RecommendFn, SelectFn } from '../search/policy.ts'
import type { OptionDescription } from './entry.ts'

/** What a node is worth by its children, how an answer is chosen at the end, and whether proofs end a subtree. */
export interface TreeOptions {
  /** `mean` of everything below (default); the best child's, `max`; or between the two, `soft`. */
  readonly backup?: 'mean' | 'max' | 'soft'
  /** How near `soft` is to the maximum: about 1 / the difference of values that should count. Default 10. Above 0. */
  readonly sharpness?: number
  /**
   * The answer of the highest value (`best`, default), or of the highest score over all nodes that give it: `mean`, `max`, `vote`,
   * `weighted-vote`, lower confidence bound (`lcb`) or the mean of its worst values (`cvar`).
   */
  readonly recommend?: 'best' | 'mean' | 'max' | 'vote' | 'weighted-vote' | 'lcb' | 'cvar'
  /** Standard errors that `lcb` takes off. Default 1. At least 0. */
  readonly z?: number
  /** Share of the values that `cvar` looks at, the worst ones. Default 0.25. Above 0, to 1. */
  readonly worst?: number
  /** The largest return there can be: a subtree that is known to bring it is closed as proven. Default: none. */
  readonly provenAt?: number
}

const BACKUPS = ['mean', 'max', 'soft'] as const
const RECOMMENDATIONS = ['best', 'mean', 'max', 'vote', 'weighted-vote', 'lcb', 'cvar'] as const

export const TREE_OPTIONS: readonly OptionDescription[] = [
  { name: 'backup', default: null, choices: BACKUPS, about: 'what a node is worth by its children; absent: mean' },
  { name: 'sharpness', default: null, about: 'how near a soft backup is to the maximum; absent: 10' },
  {
    name: 'recommend',
    default: null,
    choices: RECOMMENDATIONS,
    about: 'how the answer is chosen among those found; absent: best',
  },
  { name: 'z', default: null, about: 'standard errors that lcb takes off; absent: 1' },
  { name: 'worst', default: null, about: 'share of the worst values that cvar looks at; absent: 0.25' },
  { name: 'provenAt', default: null, about: 'largest return there can be: closes what is known to bring it' },
]

/** The functions that the options stand for; `params` holds those that were given. Throws `INVALID_OPTIONS` for one out of range. */
export function treeOptions(where: string, options: TreeOptions) {
  const { backup = 'mean', recommend = 'best', provenAt } = options
  const sharpness = checkNumber(`${where}.sharpness`, options.sharpness ?? 10, { min: 1e-6, max: 1e6 })
  const z = checkNumber(`${where}.z`, options.z ?? 1, { min: 0 })
  const worst = checkNumber(`${where}.worst`, options.worst ?? 0.25, { min: 1e-6, max: 1 })
  if (provenAt !== undefined) checkNumber(`${where}.provenAt`, provenAt, { min: -1e30, max: 1e30 })
  const rule: BackupRule | null = backup === 'mean' ? null : backup === 'max' ? maxRule : softRule(sharpness)
  return {
    /** Afresh for each search, since they remember. */
    estimates: (): Estimates | undefined => (rule === null ? undefined : estimates(rule)),
    recommend: recommendation(recommend, z, worst),
    withProofs: (select: SelectFn): SelectFn => (provenAt === undefined ? select : withProofs(select, provenAt)),
    params: Object.fromEntries(
      TREE_OPTIONS.flatMap(({ name }) => {
        const value = options[name as keyof TreeOptions]
        return value === undefined ? [] : [[name, value]]
      }),
    ) as Readonly<Record<string, number | string>>,
  }
}

function recommendation(by: NonNullable<TreeOptions['recommend']>, z: number, worst: number): RecommendFn {
  switch (by) {
    case 'best':
      return bestAnswer
    case 'mean':
      return answerBy(meanScore)
    case 'max':
      return answerBy(maxScore)
    case 'vote':
      return answerBy(voteScore(false))
    case 'weighted-vote':
      return answerBy(voteScore(true))
    case 'lcb':
      return answerBy(lowerBoundScore(z))
    case 'cvar':
      return answerBy(worstShareScore(worst))
  }
}
