import type { MergeOptions, OperatorSetting } from '@espalier/latent'
import type { Setting } from '../../compare/contestant.ts'
import type { Face, Look } from './contest.ts'

/** A row of the table of operators: how thoughts branch, and what searches them. */
export interface OperatorRow {
  readonly name: string
  readonly face: Face
  readonly setting: Setting
  /** The row that does the same without sharing anything between branches; null for one that shares nothing. */
  readonly without: string | null
}

/** MCTS as it was found good for thoughts. */
const MCTS = { children: 4, expandAfter: 0, c: 0.2, fpuReduction: 0.1 } as const
const STEER: OperatorSetting = { operator: 'steer' }
/** What looks ahead merges nothing with it: two read-outs never differ by less than nothing. */
const NOTHING: MergeOptions = { maxDivergence: 0 }
const BY_PUCT = { by: 'puct', c: MCTS.c, fpuReduction: MCTS.fpuReduction, children: MCTS.children } as const

/** A refined step costs as much as four others, so one is asked for where four of the others are. */
const REFINED = { evaluations: 4, options: { children: 1 } } as const

/** The row that the others are compared with. */
export const REFERENCE = 'steer 0.5'

/** What is compared. `onMerged`: hears how many states a row merged. */
export function operatorRows(
  onMerged: (row: string, counts: { readonly kept: number; readonly merged: number }) => void,
): readonly OperatorRow[] {
  const row = (
    name: string,
    operators: readonly OperatorSetting[],
    look?: Look,
    options: Readonly<Record<string, number>> = {},
    algorithm = 'mcts',
  ): OperatorRow => ({
    name,
    without: null,
    face: {
      name,
      expand: { operators },
      pool: operators.every(({ operator }) => operator === 'word') ? { startAs: 'word' } : {},
      ...(look === undefined ? {} : { look: { ...look, onMerged: (counts) => onMerged(name, counts) } }),
    },
    setting: { algorithm, options: algorithm === 'mcts' ? { ...MCTS, ...options } : options },
  })
  /** A row that shares something between branches. */
  const sharing = (without: string, ...given: Parameters<typeof row>): OperatorRow => ({ ...row(...given), without })
  const gaussian: OperatorSetting = { operator: 'gaussian' }
  return [
    ...[0.25, 0.5, 0.75, 1].map((strength) => row(`steer ${strength}`, [{ ...STEER, operator: 'steer', strength }])),
    row('identity + steer 0.5', [{ operator: 'identity' }, STEER]),
    ...[0.3, 0.5, 1].map((sigma) => row(`gaussian ${sigma}`, [{ operator: 'gaussian', sigma }])),
    row('gumbel', [{ operator: 'gumbel' }]),
    row('dirichlet', [{ operator: 'dirichlet' }]),
    row('dropout', [{ operator: 'dropout' }]),
    ...(['voot', 'climb', 'evolve', 'random'] as const).map((method) =>
      row(
        `refine, ${method}`,
        [{ operator: 'refine', method, evaluations: REFINED.evaluations }],
        undefined,
        REFINED.options,
      ),
    ),
    sharing('steer 0.5', 'steer 0.5, kernel of read-outs', [STEER], { kernel: { ...BY_PUCT, of: 'read-out' } }),
    sharing('steer 0.5', 'steer 0.5, kernel of vectors', [STEER], { kernel: { ...BY_PUCT, of: 'hidden' } }),
    sharing('gaussian 0.5', 'gaussian 0.5, kernel of read-outs', [gaussian], {
      kernel: { ...BY_PUCT, of: 'read-out' },
    }),
    sharing('gaussian 0.5, UCT', 'gaussian 0.5, KR-UCT', [gaussian], { kernel: { by: 'ucb', c: 0.2, of: 'read-out' } }),
    row('gaussian 0.5, UCT', [gaussian], undefined, { children: 4, expandAfter: 0, c: 0.2 }, 'uct'),
    sharing('gumbel', 'gumbel, kernel of read-outs', [{ operator: 'gumbel' }], {
      kernel: { ...BY_PUCT, of: 'read-out' },
    }),
    sharing('steer 0.5', 'steer 0.5, lines merged', [STEER], undefined, { graph: 1 }),
    sharing('steer 0.5', 'steer 0.5, symbols merged', [STEER], { merge: 'symbol' }, { graph: 1 }),
    row('steer 0.5, looks ahead', [STEER], { merge: NOTHING }, { graph: 1 }),
    sharing('steer 0.5, looks ahead', 'steer 0.5, looks ahead, near ones merged', [STEER], { merge: {} }, { graph: 1 }),
    row('word', [{ operator: 'word' }]),
    row('word + steer 0.5', [{ operator: 'word' }, STEER]),
    sharing('word + steer 0.5', 'word + steer 0.5, kernel of read-outs', [{ operator: 'word' }, STEER], {
      kernel: { ...BY_PUCT, of: 'read-out' },
    }),
  ]
}
