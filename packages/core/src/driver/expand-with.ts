import type { Json, Rejection } from '../events/event.ts'
import { addUsage, NO_USAGE, type Usage } from '../events/usage.ts'
import type { Proposal, Trial } from '../search/expansion.ts'
import { failureOf, rejectionOf } from './failure.ts'
import type { ExpandContext, ExpandFn } from './run-search.ts'

export interface Evaluation {
  /** In [0, 1], higher is better. */
  readonly value: number
  readonly critique?: string
  readonly usage?: Usage
  /** What the value rests on: votes, replies, scores. Beside the log, see `onDetail` of the driver. */
  readonly detail?: Json
}

export interface Generation<Step> {
  readonly proposals: readonly Proposal<Step>[]
  readonly exhausted?: boolean
  readonly rejected?: readonly Rejection[]
  readonly usage?: Usage
  /** What the steps rest on, beside the log. */
  readonly detail?: Json
}

/** Judges a state. */
export type EvaluateFn<State> = (state: State, context: ExpandContext) => Promise<Evaluation>

/** Writes up to `trial.want` steps from a state. Reads the evaluation made in the same trial, if there was one (SPaR's refiner does). */
export type GenerateFn<State, Step> = (
  trial: Trial<State>,
  evaluation: Evaluation | null,
  context: ExpandContext,
) => Promise<Generation<Step>>

/** An expansion from its two usual halves: evaluate first, then generate. */
export function expandWith<State, Step>(halves: {
  readonly evaluate: EvaluateFn<State>
  readonly generate: GenerateFn<State, Step>
}): ExpandFn<State, Step> {
  /** A judgement that was paid for stays paid for when the steps after it fail. */
  const generate: typeof halves.generate = async (trial, evaluation, context) => {
    try {
      return await halves.generate(trial, evaluation, context)
    } catch (thrown) {
      if (evaluation === null || (evaluation.usage === undefined && evaluation.detail === undefined)) throw thrown
      const { error, usage = NO_USAGE, detail } = failureOf(thrown)
      throw rejectionOf({
        error,
        usage: addUsage(evaluation.usage ?? NO_USAGE, usage),
        ...detailOf(evaluation.detail, detail),
      })
    }
  }

  return async (trial, context) => {
    const evaluation = trial.evaluate ? await halves.evaluate(trial.state, context) : null
    const generation = trial.want > 0 ? await generate(trial, evaluation, context) : null
    const usages = [evaluation?.usage, generation?.usage].filter((usage) => usage !== undefined)
    return {
      value: evaluation?.value ?? null,
      proposals: generation?.proposals ?? [],
      ...(generation?.exhausted === true ? { exhausted: true } : {}),
      ...(generation?.rejected === undefined ? {} : { rejected: generation.rejected }),
      ...(evaluation?.critique === undefined ? {} : { critique: evaluation.critique }),
      ...(usages.length === 0 ? {} : { usage: usages.reduce(addUsage, NO_USAGE) }),
      ...detailOf(evaluation?.detail, generation?.detail),
    }
  }
}

/** Both halves' details by their names. */
function detailOf(evaluation: Json | undefined, generation: Json | undefined): { readonly detail?: Json } {
  if (evaluation === undefined && generation === undefined) return {}
  return {
    detail: {
      ...(evaluation === undefined ? {} : { evaluation }),
      ...(generation === undefined ? {} : { generation }),
    },
  }
}
