import { beam, checkNumber, createPreset, depthFirst, type Json, type Preset } from '@espalier/core'
import { SelfPlayError } from '../self-play-error.ts'
import type { RefineOptions } from '../pipeline/settings.ts'

/** The algorithm that refines, and what has to be known of it besides. */
export interface RefineAlgorithm {
  readonly name: string
  readonly params: Json
  readonly preset: Preset
  /** Levels are looked at as a whole before the gate is. */
  readonly isBreadthFirst: boolean
  /** Every node is asked for its refinements once, all together. */
  readonly isFixed: boolean
  readonly frontier: number
}

/** SPaR's two searches under the authors' names, and every algorithm of the core under its own. */
export function refineAlgorithm(options: RefineOptions): RefineAlgorithm {
  const { algorithm: name = 'bfs' } = options
  const range = { min: 1, max: 1024, integer: true }
  const branch = checkNumber('refine.branch', options.branch ?? 3, range)
  const frontier = checkNumber('refine.frontier', options.frontier ?? 2, range)
  const isBreadthFirst = name === 'bfs'
  const isFixed = isBreadthFirst || name === 'dfs'
  if (isFixed && options.options !== undefined) {
    const given = Object.keys(options.options).join(', ')
    throw new SelfPlayError(
      'INVALID_OPTIONS',
      `refine.options: got ${given} for ${name}, which takes branch and frontier`,
    )
  }
  // The authors' frontier is never wider than a node's refinements.
  const width = Math.min(frontier, branch)
  const preset = isBreadthFirst
    ? beam({ width, children: branch })
    : isFixed
      ? depthFirst({ keep: width, children: branch })
      : createPreset(name, options.options)
  return { name, params: preset.params, preset, isBreadthFirst, isFixed, frontier: width }
}
