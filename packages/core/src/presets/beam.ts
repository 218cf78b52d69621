import { checkNumber } from '../errors.ts'
import { beamSelect } from '../policy/level-by-level.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { fixedWidth } from '../policy/widen.ts'
import type { Preset } from '../search/policy.ts'
import { type AlgorithmEntry, type OptionDescription } from './entry.ts'

export interface BeamOptions {
  /** Nodes kept at each depth. Default 5 (Tree of Thoughts' b for Game of 24, Yao 2023 §4.1). Whole, 1 to 1,024. */
  readonly width?: number
  /** Steps asked for at each of them. Default 3. Whole, 1 to 1,024. */
  readonly children?: number
}

/**
 * Diverse verifier tree search (Beeching 2024): beam search whose beams do not compete after their first step. The same options and defaults
 * as `beam`.
 */
export function diverseBeam(options: BeamOptions = {}): Preset {
  return beamPreset('diverse-beam', true, options)
}

/** Beam search over steps, ranked by value: Tree of Thoughts' breadth-first search (Yao 2023, Algorithm 1). */
export function beam(options: BeamOptions = {}): Preset {
  return beamPreset('beam', false, options)
}

function beamPreset(name: string, isDiverse: boolean, options: BeamOptions): Preset {
  const width = checkNumber(`${name}.width`, options.width ?? 5, { min: 1, max: 1024, integer: true })
  const children = checkNumber(`${name}.children`, options.children ?? 3, { min: 1, max: 1024, integer: true })
  return {
    name,
    params: { width, children },
    start: () => ({ select: beamSelect(width, isDiverse), widen: fixedWidth(children, 1), recommend: bestAnswer }),
  }
}

const beamOptions: readonly OptionDescription[] = [
  { name: 'width', default: 5, about: 'nodes kept at each depth' },
  { name: 'children', default: 3, about: 'steps asked for at each of them' },
]

export const BEAM: AlgorithmEntry = {
  name: 'beam',
  about: 'keeps the best nodes of each depth (Tree of Thoughts, breadth first)',
  source: 'Yao 2023, Algorithm 1',
  options: beamOptions,
  make: beam,
}

export const DIVERSE_BEAM: AlgorithmEntry = {
  name: 'diverse-beam',
  about: 'beam search whose beams do not compete after their first step (diverse verifier tree search)',
  source: 'Beeching 2024',
  options: beamOptions,
  make: diverseBeam,
}
