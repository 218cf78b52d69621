import { countdownBackend } from './backend.ts'
import { format } from './rational.ts'
import type { CountdownState, CountdownStep } from './state.ts'
import { formatState, parseStep, type ParsedStep } from './step-text.ts'

/** Countdown as a task in text, for models that read a state and write the next step. */
export function countdownTextTask() {
  return {
    backend: countdownBackend(),
    prompt: (state: CountdownState): string => formatState(state),
    parse: (state: CountdownState, text: string): ParsedStep => parseStep(state, text),
    /** The numbers left: what a step leads to, however it got there. */
    key: (step: CountdownStep): string => step.left.map(format).join(' '),
  }
}
