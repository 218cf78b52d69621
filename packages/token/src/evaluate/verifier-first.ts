import { addUsage, messageOf, NO_USAGE, type EvaluateFn, type Json, type Usage } from '@espalier/core'
import type { Check, VerifyFn } from './check-evaluator.ts'
import { charged } from './evaluation-error.ts'

export interface VerifierFirstOptions<State> {
  readonly verify: VerifyFn<State>
  readonly judge: EvaluateFn<State>
}

/** Characters of what a failed verifier says that are kept. */
const MAX_CHARS = 300

/**
 * A program's word where it has one, a judge's where it has not, or where the program fails. Who judged is in the detail, so that the two can be told apart in
 * a finished tree.
 */
export function verifierFirst<State>({ verify, judge }: VerifierFirstOptions<State>): EvaluateFn<State> {
  return async (state, context) => {
    const check = await verify(state, context).catch((error: unknown) => {
      if (context.signal.aborted) throw error
      return failed(error)
    })
    const { value, usage: paid = NO_USAGE, detail, ...rest } = check
    if (value !== null) return { ...rest, value, usage: paid, detail: about('verifier', detail) }
    const judged = await judge(state, context).catch((error: unknown) => {
      throw charged(error, paid)
    })
    return {
      ...judged,
      usage: addUsage(paid, judged.usage ?? NO_USAGE),
      detail: { ...about('judge', judged.detail), ...(detail === undefined ? {} : { verifier: detail }) },
    }
  }
}

/** A verifier that failed: it cannot say, and what it cost is paid. */
function failed(error: unknown): Check {
  const { usage = NO_USAGE } = charged(error, NO_USAGE) as { readonly usage?: Usage }
  return { value: null, usage, detail: { failure: messageOf(error).slice(0, MAX_CHARS) } }
}

function about(by: 'verifier' | 'judge', detail: Json | undefined): { readonly [key: string]: Json } {
  return { type: 'mixed', by, ...(detail === undefined ? {} : { detail }) }
}
