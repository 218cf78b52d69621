import { checkNumber, type Json } from '@espalier/core'
import { DEFAULT_TEMPLATES, type Templates } from '../roles/templates.ts'
import { SelfPlayError } from '../self-play-error.ts'
import { refineAlgorithm, type RefineAlgorithm } from '../refine/refine-algorithm.ts'

/** How a role's completions are sampled. Defaults are SPaR's (Cheng 2025, App. C, and the authors' code) for each role. */
export interface SamplingOptions {
  /** At least 0. Default 0.9 for the actor, 0.7 for judge and refiner. */
  readonly temperature?: number
  /** Above 0, at most 1. Default 0.9 for the actor, 1 for judge and refiner. */
  readonly topP?: number
  /** Tokens of a completion. Whole, at least 1. Default 2,048; the refiner's 3,072. */
  readonly maxTokens?: number
}

export interface SampleOptions extends SamplingOptions {
  /** Answers to each prompt. Whole, 1 to 1,024. Default 5. */
  readonly n?: number
}

export interface JudgeOptions extends SamplingOptions {
  /** Votes on an answer. Whole, 1 to 1,024. Default 5. */
  readonly n?: number
  /** Rounds of votes before an answer that stays undecided is dropped. Whole, 1 to 100. Default 3. */
  readonly tries?: number
}

export interface RefineOptions extends SamplingOptions {
  /**
   * The search: `bfs` (SPaR's: `beam` of the core), `dfs` (`depth-first` of the core) or the name of any algorithm of the core, such as `mcts`
   * or `ab-mcts`. Default `bfs`.
   */
  readonly algorithm?: string
  /** Options of that algorithm, for all but `bfs` and `dfs`. Default: its own. */
  readonly options?: Readonly<Record<string, Json>>
  /** Refinements of a node in `bfs` and `dfs`. Whole, 1 to 1,024. Default 3. */
  readonly branch?: number
  /** Nodes gone on from: at each depth in `bfs`, below each node in `dfs`. Whole, 1 to 1,024. Default 2. */
  readonly frontier?: number
  /** Refinements in a row. Whole, 1 to 1,000. Default 3. */
  readonly maxDepth?: number
  /** No more refinements are asked for once the tree has this many. Whole, at least 1. Default 1,000 in `bfs` and `dfs`, 15 elsewhere: what `bfs` can come to. */
  readonly maxRefinements?: number
  /** An answer is good when its value is above this. In [0, 1). Default 0.5. */
  readonly gate?: number
  /** Replies asked for until one holds a refinement. Whole, 1 to 100. Default 9: the authors' three times three. */
  readonly tries?: number
  /** Nodes worked at at once in one search. Whole, 1 to 64. Default: the frontier in `bfs`, 1 elsewhere. */
  readonly concurrency?: number
}

/** What a round is played with, checked and filled in. JSON but for the templates. */
export interface Settings {
  readonly sample: Required<SampleOptions>
  readonly judge: Required<JudgeOptions>
  readonly refine: Required<SamplingOptions> & {
    readonly algorithm: RefineAlgorithm
    readonly maxDepth: number
    readonly maxRefinements: number
    readonly gate: number
    readonly tries: number
    readonly concurrency: number
  }
  readonly templates: Templates
}

export interface SettingsOptions {
  readonly sample?: SampleOptions
  readonly judge?: JudgeOptions
  readonly refine?: RefineOptions
  readonly templates?: Partial<Templates>
}

/** Fills in SPaR's defaults. Throws a `SearchError` `INVALID_OPTIONS` for a number out of range or an unknown algorithm. */
export function settingsOf({ sample = {}, judge = {}, refine = {}, templates = {} }: SettingsOptions): Settings {
  const algorithm = refineAlgorithm(refine)
  const { isBreadthFirst, isFixed, frontier } = algorithm
  return {
    sample: {
      n: whole('sample.n', sample.n ?? 5, 1, 1024),
      ...sampling('sample', sample, { temperature: 0.9, topP: 0.9, maxTokens: 2048 }),
    },
    judge: {
      n: whole('judge.n', judge.n ?? 5, 1, 1024),
      tries: whole('judge.tries', judge.tries ?? 3, 1, 100),
      ...sampling('judge', judge, { temperature: 0.7, topP: 1, maxTokens: 2048 }),
    },
    refine: {
      ...sampling('refine', refine, { temperature: 0.7, topP: 1, maxTokens: 3072 }),
      algorithm,
      maxDepth: whole('refine.maxDepth', refine.maxDepth ?? 3, 1, 1000),
      maxRefinements: whole('refine.maxRefinements', refine.maxRefinements ?? (isFixed ? 1000 : 15), 1, 1e6),
      gate: gateOf(refine.gate ?? 0.5),
      tries: whole('refine.tries', refine.tries ?? 9, 1, 100),
      concurrency: whole(
        'refine.concurrency',
        refine.concurrency ?? (isBreadthFirst ? Math.min(64, frontier) : 1),
        1,
        64,
      ),
    },
    templates: { ...DEFAULT_TEMPLATES, ...templates },
  }
}

function sampling(
  where: string,
  options: SamplingOptions,
  defaults: Required<SamplingOptions>,
): Required<SamplingOptions> {
  const topP = checkNumber(`${where}.topP`, options.topP ?? defaults.topP, { min: 0, max: 1 })
  if (topP === 0) throw new SelfPlayError('INVALID_OPTIONS', `${where}.topP: got 0, expected more`)
  return {
    temperature: checkNumber(`${where}.temperature`, options.temperature ?? defaults.temperature, { min: 0, max: 100 }),
    topP,
    maxTokens: whole(`${where}.maxTokens`, options.maxTokens ?? defaults.maxTokens, 1, 1e7),
  }
}

function gateOf(gate: number): number {
  checkNumber('refine.gate', gate, { min: 0, max: 1 })
  if (gate === 1) throw new SelfPlayError('INVALID_OPTIONS', 'refine.gate: got 1, expected less: no value is above it')
  return gate
}

function whole(where: string, value: number, min: number, max: number): number {
  return checkNumber(where, value, { min, max, integer: true })
}
