import type { Budget, SelfPlayOptions } from '@espalier/self-play'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { readText } from './run-folder.ts'

/** The numbers that a run is played with; defaults are the paper's. */
export type RunSettings = Pick<SelfPlayOptions, 'sample' | 'judge' | 'refine' | 'data'>

/** What a run is asked for: kept in its folder, so that it can be gone on with. */
export interface RunRequest {
  /** Path of the module that plays the roles. */
  readonly roles: string
  readonly seed: number
  readonly rounds: number | null
  readonly slots: number
  readonly maxPromptChars: number | null
  readonly settings: RunSettings
}

export interface BudgetOptions {
  readonly maxCalls?: number
  readonly maxTokens?: number
  readonly maxCost?: number
}

export function budgetOf({ maxCalls, maxTokens, maxCost }: BudgetOptions): Budget {
  return {
    ...(maxCalls === undefined ? {} : { calls: maxCalls }),
    ...(maxTokens === undefined ? {} : { tokens: maxTokens }),
    ...(maxCost === undefined ? {} : { costUsd: maxCost }),
  }
}

const SAMPLING = ['temperature', 'topP', 'maxTokens']
const SEARCH = ['algorithm', 'options', 'branch', 'frontier', 'maxDepth', 'maxRefinements', 'gate', 'concurrency']
const KNOWN: Readonly<Record<keyof RunSettings, readonly string[]>> = {
  sample: ['n', ...SAMPLING],
  judge: ['n', 'tries', ...SAMPLING],
  refine: ['tries', ...SEARCH, ...SAMPLING],
  data: ['caps', 'perTree', 'unanimous', 'closest'],
}

/** Reads settings from a JSON file: the names are checked here, the numbers where they are used. */
export function readSettings(file: string): RunSettings {
  const refuse = (what: string): never => {
    throw new CliError(ExitCode.usage, `${file}: ${what}`)
  }
  let value: unknown
  try {
    value = JSON.parse(readText(file))
  } catch (error) {
    if (error instanceof CliError) throw error
    return refuse('not JSON')
  }
  if (!isObject(value)) return refuse('expected an object')
  for (const [group, settings] of Object.entries(value)) {
    const known = KNOWN[group as keyof RunSettings]
    if (known === undefined) return refuse(`unknown group ${group}, expected one of ${Object.keys(KNOWN).join(', ')}`)
    if (!isObject(settings)) return refuse(`${group}: expected an object`)
    const unknown = Object.keys(settings).find((name) => !known.includes(name))
    if (unknown !== undefined) return refuse(`${group}.${unknown}: unknown, expected one of ${known.join(', ')}`)
  }
  return value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
