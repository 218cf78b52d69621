import { checkNumber } from '../errors.ts'
import { bestFirstSelect } from '../policy/frontier.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { fixedWidth } from '../policy/widen.ts'
import type { Preset } from '../search/policy.ts'

export interface BestFirstOptions {
  /** Steps asked for at each node. Default 3. Whole, 1 to 1,024. */
  readonly children?: number
}

/** Best-first search: always expands the open node with the highest value (Pearl 1984, §2.3). */
export function bestFirst(options: BestFirstOptions = {}): Preset {
  const children = checkNumber('best-first.children', options.children ?? 3, { min: 1, max: 1024, integer: true })
  return {
    name: 'best-first',
    params: { children },
    start: () => ({ select: bestFirstSelect(), widen: fixedWidth(children, 1), recommend: bestAnswer }),
  }
}
