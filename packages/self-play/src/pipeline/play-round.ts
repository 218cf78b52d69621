import type { DataContext } from '../data/candidates.ts'
import { SOURCES, type TrainingData } from '../data/rows.ts'
import { trainingDataOf } from '../data/training-data.ts'
import type { Table } from '../roles/judge-response.ts'
import { Halt } from './desk.ts'
import type { EmitFn } from './events.ts'
import type { PromptOutcome } from './outcome.ts'
import { playPrompt, type PromptWatch } from './play-prompt.ts'
import type { PromptRow } from './prompts.ts'
import { stageBoard } from './stage-board.ts'

export interface RoundResult {
  /** Of the prompts that came to an end, in the order of the prompts. */
  readonly outcomes: readonly PromptOutcome[]
  /** Why some did not; null when all did. */
  readonly halt: Halt | null
  /** Null when the round was halted. */
  readonly data: TrainingData | null
}

export interface RoundContext {
  readonly table: Table
  readonly data: DataContext
  /** Prompts under way at once. */
  readonly activePrompts: number
  readonly emit: EmitFn
  readonly onSearchEvent: PromptWatch['onSearchEvent']
}

/** Plays a round: each prompt goes through its stages as fast as calls come back, and the next one begins when one is through. */
export async function playRound(prompts: readonly PromptRow[], context: RoundContext): Promise<RoundResult> {
  const { table, emit, onSearchEvent } = context
  const { round } = table
  emit({ type: 'round-start', round, prompts: prompts.length })
  const watch: PromptWatch = {
    ...stageBoard(round, prompts.length, emit),
    ...(onSearchEvent === undefined ? {} : { onSearchEvent }),
  }
  const outcomes: (PromptOutcome | undefined)[] = []
  let halt: Halt | null = null
  let next = 0

  async function work(): Promise<void> {
    while (next < prompts.length) {
      const place = next++
      try {
        outcomes[place] = await playPrompt(table, prompts[place]!, watch)
      } catch (error) {
        if (!(error instanceof Halt)) throw error
        // The first reason is the one; a budget of one stage lets the others' prompts go on.
        halt ??= error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(context.activePrompts, prompts.length) }, work))

  const ended = outcomes.filter((outcome) => outcome !== undefined)
  if (halt !== null) return { outcomes: ended, halt, data: null }
  emit({ type: 'stage-start', round, stage: 'data' })
  const data = trainingDataOf(round, ended, context.data)
  const { pairs, examples, counts } = data
  const bySource = Object.fromEntries(SOURCES.map((source) => [source, counts.sources[source].kept]))
  const sums = { pairs: pairs.length, examples: examples.length, unsolved: counts.unsolved, ...bySource }
  emit({ type: 'stage-end', round, stage: 'data', passed: ended.length, dropped: {}, counts: sums })
  emit({ type: 'round-end', round, pairs: pairs.length, examples: examples.length })
  return { outcomes: ended, halt: null, data }
}
