import type { EmitFn } from './events.ts'
import { STAGES, type DropReason, type Stage } from './outcome.ts'
import type { PromptWatch } from './play-prompt.ts'

interface StageState {
  hasStarted: boolean
  passed: number
  /** Prompts that will not come any more: through with the stage, or dropped there or before. */
  settled: number
  readonly dropped: Partial<Record<DropReason, number>>
  readonly counts: Record<string, number>
}

/** Follows the prompts of a round through its stages, and tells when each begins and ends. Stages overlap: no prompt waits for another one. */
export function stageBoard(round: number, prompts: number, emit: EmitFn): Omit<PromptWatch, 'onSearchEvent'> {
  const states = new Map<Stage, StageState>(
    STAGES.map((stage) => [stage, { hasStarted: false, passed: 0, settled: 0, dropped: {}, counts: {} }]),
  )

  function settle(stage: Stage): void {
    const state = states.get(stage)!
    state.settled++
    if (state.settled < prompts || !state.hasStarted) return
    const { passed, dropped, counts } = state
    emit({ type: 'stage-end', round, stage, passed, dropped, counts })
  }

  return {
    enter: (stage) => {
      const state = states.get(stage)!
      if (state.hasStarted) return
      state.hasStarted = true
      emit({ type: 'stage-start', round, stage })
    },
    pass: (stage, prompt, counts) => {
      const state = states.get(stage)!
      state.passed++
      for (const [name, count] of Object.entries(counts)) state.counts[name] = (state.counts[name] ?? 0) + count
      emit({ type: 'stage-delta', round, stage, prompt, counts })
      settle(stage)
    },
    drop: (stage, prompt, reason) => {
      const { dropped } = states.get(stage)!
      dropped[reason] = (dropped[reason] ?? 0) + 1
      emit({ type: 'stage-delta', round, stage, prompt, dropped: reason })
      for (const later of STAGES.slice(STAGES.indexOf(stage))) if (later !== 'data') settle(later)
    },
  }
}
