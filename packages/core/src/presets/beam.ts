import { checkNumber } from '../errors.ts'
import { beamSelect } from '../policy/level-by-level.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { fixedWidth } from '../policy/widen.ts'
import type { Preset } from '../search/policy.ts'

export interface BeamOptions {
  /** Nodes kept at each depth. Default 5 (Tree of Thoughts' b for Game of 24, Yao 2023 §4.1). Whole, 1 to 1,024. */
  readonly width?: number
  /** Steps asked for at each of them. Default 3. Whole, 1 to 1,024. */
  readonly children?: number
}

/** Beam search over steps, ranked by value: Tree of Thoughts' breadth-first search (Yao 2023, Algorithm 1). */
export function beam(options: BeamOptions = {}): Preset {
  const width = checkNumber('beam.width', options.width ?? 5, { min: 1, max: 1024, integer: true })
  const children = checkNumber('beam.children', options.children ?? 3, { min: 1, max: 1024, integer: true })
  return {
    name: 'beam',
    params: { width, children },
    start: () => ({ select: beamSelect(width), widen: fixedWidth(children, 1), recommend: bestAnswer }),
  }
}
