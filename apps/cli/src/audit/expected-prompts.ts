import type { ExpectedPair, ExpectedPrompt } from '@espalier/latent'
import type { GraphRecord } from '@espalier/tasks'
import { counterfactual } from '@espalier/tasks/scoring'

/** A question as the model reads it, and the answer that is right. */
export function expectedPrompt({ question, target }: GraphRecord): ExpectedPrompt {
  const { edges, root, options } = question
  return { prompt: { edges, root, goals: options }, expected: options[0] === target ? 0 : 1 }
}

/** Questions with their counterfactuals; those that have none are left out. */
export function expectedPairs(records: readonly GraphRecord[], seed: number): readonly ExpectedPair[] {
  return records.flatMap((record, i) => {
    const like = counterfactual(record, { seed: seed + i })
    return like === null ? [] : [{ before: expectedPrompt(record), after: expectedPrompt(like.record) }]
  })
}
