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

/**
 * Writes up to `trial.want` steps from a state. Reads the evaluation of it (SPaR's refiner does): the one made in the same trial, or, of a state that is an
 * object and was judged with a critique in an earlier trial of this process, that value and critique. Null where there is none.
 */
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
  const criticised = new WeakMap<object, Evaluation>()

  const evaluate: EvaluateFn<State> = async (state, context) => {
    const evaluation = await halves.evaluate(state, context)
    const { value, critique } = evaluation
    if (critique !== undefined && isObject(state)) criticised.set(state, { value, critique })
    return evaluation
  }

  /** A judgement that was paid for stays paid for when the steps after it fail. */
  const generate: typeof halves.generate = async (trial, evaluation, context) => {
    try {
      const { state } = trial
      return await halves.generate(
        trial,
        evaluation ?? (isObject(state) ? criticised.get(state) : null) ?? null,
        context,
      )
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
    const evaluation = trial.evaluate ? await evaluate(trial.state, context) : null
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

const isObject = (state: unknown): state is object => typeof state === 'object' && state !== null

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
