import type { Draw, ExpandContext, ProposalMode, Usage } from '@espalier/core'

/** What a step generator asks of a model. */
export interface StepRequest {
  readonly prompt: string
  /** Steps wanted, at least 1. Fewer may come. */
  readonly count: number
  readonly mode: ProposalMode
  /** Steps not wanted again; heeded in mode `distinct`. */
  readonly exclude: ReadonlySet<string>
  /** Random numbers of this request. */
  readonly draw: Draw
}

export interface WrittenStep {
  readonly text: string
  /** Natural logarithm of the step's probability under the model, where it is known. */
  readonly logProbability: number | null
  /** It was broken off before its end. */
  readonly isCut?: boolean
  /** What wrote it, or what it rests on: the `source` of its proposal. */
  readonly source?: string
}

export interface StepReply {
  readonly steps: readonly WrittenStep[]
  /** The model has no further distinct step worth writing. */
  readonly exhausted: boolean
  readonly usage: Usage
}

/** A model that writes the next step as text: the embedded one in process, or an LLM behind a provider. */
export interface StepModel {
  readonly name: string
  write(request: StepRequest, context: ExpandContext): Promise<StepReply>
}

/** A model from which a value can be read. */
export interface ValueModel {
  /** In [0, 1] for each prompt: how likely it still leads to a solution. */
  value(
    prompts: readonly string[],
    context: ExpandContext,
  ): Promise<{ readonly values: readonly number[]; readonly usage: Usage }>
}
