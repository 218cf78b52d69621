import type { PromptOutcome } from '../pipeline/outcome.ts'
import { bySource, candidatesOf, type DataContext } from './candidates.ts'
import { SOURCES, type RefinerExample, type SourceCounts, type TrainingData } from './rows.ts'
import { shuffled } from './shuffle.ts'

/**
 * What a round teaches (Cheng 2025, §2.4; `process_dpo_data` and `process_rft_data` of the authors' code): a pair for each search that ended above
 * the gate; for judge and refiner, examples of five sources, each shuffled, cut to its cap, and rid of those whose first user message was
 * there before, in this order; all of them shuffled in the end. Follows from outcomes and seed alone, whatever order the outcomes came in.
 */
export function trainingDataOf(round: number, outcomes: readonly PromptOutcome[], context: DataContext): TrainingData {
  const { seed, settings } = context
  const candidates = candidatesOf(outcomes, context)
  const seen = new Set<string>()
  const examples: RefinerExample[] = []
  const counts = bySource((): SourceCounts => NO_COUNTS)
  for (const source of SOURCES) {
    const all = candidates.examples[source]
    const capped = shuffled(all, seed, round, 'cap', source).slice(0, settings.caps[source])
    const kept = capped.filter((example) => {
      const key = firstUserMessage(example)
      const isNew = !seen.has(key)
      seen.add(key)
      return isNew
    })
    examples.push(...kept)
    counts[source] = {
      candidates: all.length,
      overCap: all.length - capped.length,
      duplicates: capped.length - kept.length,
      kept: kept.length,
      ...candidates.skipped[source],
    }
  }
  return {
    round,
    pairs: candidates.pairs,
    examples: shuffled(examples, seed, round, 'examples'),
    counts: { unsolved: candidates.unsolved, sources: counts },
  }
}

const NO_COUNTS: SourceCounts = {
  candidates: 0,
  overCap: 0,
  duplicates: 0,
  kept: 0,
  unanimous: 0,
  onGate: 0,
  overShare: 0,
}

/** What tells examples apart: the same answer to the same prompt is judged or refined in one example only. */
function firstUserMessage({ messages }: RefinerExample): string {
  return messages.find(({ role }) => role === 'user')!.content
}
