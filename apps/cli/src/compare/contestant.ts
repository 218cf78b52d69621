import { ALGORITHMS, createPreset } from '@espalier/core'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { LEGAL_DEPTH_FIRST } from './countdown-task.ts'
import { scaledOptions, type BudgetInSteps } from './scale-options.ts'

/** An algorithm with its options, or a baseline without a model (and without options). */
export interface Setting {
  readonly algorithm: string
  readonly options: Readonly<Record<string, number | string>>
}

/** A row of the comparison: what runs at each budget. */
export interface Contestant {
  readonly name: string
  readonly isBaseline: boolean
  /** Its setting at each budget, in order. */
  readonly settings: readonly Setting[]
}

/** The simple methods that every comparison has, whatever was asked for. */
export const BASELINES: readonly string[] = ['greedy', 'best-of-n', 'beam']

/** Options that somebody set: by algorithm, then by name. */
export type GivenOptions = Readonly<Record<string, Readonly<Record<string, number | string>>>>

/** Who takes part: the algorithms asked for (all, if none), then the baselines that are not among them. */
export function lineUp(wanted: readonly string[] | null, hasModelFree: boolean): readonly string[] {
  const names = wanted ?? ALGORITHMS.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw usage(`--algorithms: ${twice} is named twice`)
  for (const name of names) createPreset(name)
  const baselines = [...BASELINES, ...(hasModelFree ? [LEGAL_DEPTH_FIRST] : [])]
  return [...names, ...baselines.filter((name) => !names.includes(name))]
}

/**
 * The settings of a contestant at each budget: its defaults, fitted to the budget where they must be, and above them what was given.
 * Throws `INVALID_OPTIONS` for an option that the algorithm does not take.
 */
export function contestantOf(name: string, budgets: readonly BudgetInSteps[], given: GivenOptions): Contestant {
  const description = ALGORITHMS.find((algorithm) => algorithm.name === name)
  const isBaseline = description === undefined || BASELINES.includes(name)
  const settings = budgets.map((budget): Setting => {
    if (description === undefined) return { algorithm: name, options: {} }
    const options = scaledOptions(description, budget, given[name])
    createPreset(name, options)
    return { algorithm: name, options }
  })
  return { name, isBaseline, settings }
}

/** Reads `algorithm.key=value` options. Throws a usage error for one of an algorithm that takes no part. */
export function givenOptions(pairs: Readonly<Record<string, number | string>>, names: readonly string[]): GivenOptions {
  const given: Record<string, Record<string, number | string>> = {}
  for (const [path, value] of Object.entries(pairs)) {
    const at = path.lastIndexOf('.')
    const [name, key] = [path.slice(0, Math.max(0, at)), path.slice(at + 1)]
    if (!names.includes(name)) {
      throw usage(`--option ${path}: expected algorithm.key=value with one of ${names.join(', ')}`)
    }
    ;(given[name] ??= {})[key] = value
  }
  return given
}

function usage(message: string): CliError {
  return new CliError(ExitCode.usage, message)
}
