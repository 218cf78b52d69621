import type { AlgorithmDescription } from '@espalier/core'

/** A budget in the algorithm's own terms. */
export interface BudgetInSteps {
  /** How many steps it pays to write and judge. Above 0. */
  readonly steps: number
  /** Steps from a problem to an answer. */
  readonly depth: number
}

/** Fewer steps a node than this are no search. */
const FEWEST_CHILDREN = 2
const WIDEST_BEAM = 1024

/**
 * Options of an algorithm that its defaults cannot know, because they depend on the budget; by the names that presets share. `simulations`
 * is the number that the budget pays for, and of the root's children (`rootChildren`, `maxConsidered`) there are no more than can have two
 * of them each. `n` chains go on until the budget ends (0), and so do `rounds`, of as many of their `n` as it pays for down to an answer. A
 * beam's `width` is the largest that it pays for, with its `children` if they must be fewer for that. Everything else keeps its default, and
 * what is `given` stays as it is: the rest is fitted to it.
 */
export function scaledOptions(
  algorithm: AlgorithmDescription,
  budget: BudgetInSteps,
  given: Readonly<Record<string, number | string>> = {},
): Record<string, number | string> {
  const { steps, depth } = budget
  const standard = (name: string): number | null => {
    const initial = algorithm.options.find((option) => option.name === name)?.default
    return typeof initial === 'number' ? initial : null
  }
  const { children: wanted } = given
  const [simulations, rounds, n] = [standard('simulations'), standard('rounds'), standard('n')]
  const [width, children] = [standard('width'), standard('children')]
  return {
    ...(simulations === null ? {} : { simulations: atLeastOne(steps) }),
    ...(simulations === null ? {} : fewerThan(steps / 2, ['rootChildren', 'maxConsidered'], standard)),
    ...(n === null ? {} : rounds === null ? { n: 0 } : { n: Math.min(n, atLeastOne(steps / depth)), rounds: 0 }),
    ...(width === null || children === null
      ? {}
      : widestBeam(typeof wanted === 'number' ? wanted : affordableChildren(children, budget), budget)),
    ...given,
  }
}

/** Those of the options whose defaults are more than a budget allows, at what it allows. */
function fewerThan(
  most: number,
  names: readonly string[],
  standard: (name: string) => number | null,
): Record<string, number> {
  const allowed = Math.max(FEWEST_CHILDREN, Math.floor(most))
  return Object.fromEntries(names.filter((name) => (standard(name) ?? 0) > allowed).map((name) => [name, allowed]))
}

/** As many as let a beam of one come to its end. */
function affordableChildren(most: number, { steps, depth }: BudgetInSteps): number {
  return Math.max(FEWEST_CHILDREN, Math.min(most, Math.floor(steps / depth)))
}

function widestBeam(
  children: number,
  { steps, depth }: BudgetInSteps,
): { readonly width: number; readonly children: number } {
  let width = 1
  while (width < WIDEST_BEAM && beamSteps(width + 1, children, depth) <= steps) width++
  return { width, children }
}

/** Steps that a beam asks for down to its end: its first levels have fewer nodes than it is wide. */
function beamSteps(width: number, children: number, depth: number): number {
  let nodes = 1
  let steps = 0
  for (let level = 0; level < depth; level++) {
    steps += nodes * children
    nodes = Math.min(width, nodes * children)
  }
  return steps
}

function atLeastOne(x: number): number {
  return Math.max(1, Math.floor(x))
}
