import type { PromptOutcome } from '../pipeline/outcome.ts'
import { isJudged } from '../roles/tally.ts'

/**
 * Whether an answer really does what its prompt asks, by a program; null where the program cannot say. Never asked before the round is over: no
 * search sees it.
 */
export type VerifyFn = (
  prompt: { readonly id: string; readonly prompt: string },
  response: string,
) => boolean | null | Promise<boolean | null>

/** An answer that the judge rated and the program checked. */
export interface CheckedAnswer {
  readonly round: number
  /** What is rated: an answer of the actor, or what a search made of one. */
  readonly kind: 'answer' | 'refinement'
  readonly prompt: string
  /** The judge's word: the majority of an answer, a value above the gate of a refinement. */
  readonly rated: boolean
  readonly verified: boolean
}

export interface Verification {
  readonly checked: readonly CheckedAnswer[]
  /** Answers that the program could not say anything about, and those that it failed at. */
  readonly unknown: number
  readonly failed: number
}

/** Checks every answer that was judged, and the outcome of every search. `gate`: above it a refinement counts as good. */
export async function verifyOutcomes(
  outcomes: readonly PromptOutcome[],
  verify: VerifyFn,
  gate = 0.5,
): Promise<Verification> {
  const checked: CheckedAnswer[] = []
  let [unknown, failed] = [0, 0]
  for (const { round, id, prompt, samples, refinement } of outcomes) {
    const check = async (kind: CheckedAnswer['kind'], response: string, rated: boolean): Promise<void> => {
      try {
        const verified = await verify({ id, prompt }, response)
        if (typeof verified === 'boolean') checked.push({ round, kind, prompt: id, rated, verified })
        else unknown++
      } catch {
        // A verifier is other people's: it fails for itself.
        failed++
      }
    }
    for (const { response, judged } of samples) if (isJudged(judged)) await check('answer', response, judged.follows)
    const final = refinement?.nodes.find(({ node }) => node === refinement.final)
    if (final !== undefined) await check('refinement', final.response, final.value > gate)
  }
  return { checked, unknown, failed }
}
