import { randomBytes } from 'node:crypto'
import type { TraceInfo, TraceLevel } from '@espalier/protocol'
import type { RunReport } from './record-run.ts'
import type { RunSummary } from './summary.ts'

/** What is told of a run that hides its steps: they are left out, and so is the hash of the log, by which they could be guessed. */
export interface HiddenSummary extends Omit<RunSummary, 'logHash'> {
  readonly trace: TraceInfo
}

/** 64 hexadecimal digits that nobody can guess. */
export const makeSalt = (): string => randomBytes(32).toString('hex')

export function hiddenSummary({ summary, seal }: RunReport, level: TraceLevel): HiddenSummary {
  const { problem, algorithm, seed, answer, correct, conclusion, reason, value } = summary
  const { trials, failures, rejected, nodes, events, usage, elapsedMs } = summary
  return {
    problem,
    algorithm,
    seed,
    answer,
    correct,
    ...(conclusion === undefined ? {} : { conclusion: { ...conclusion, statements: [] } }),
    path: [],
    reason,
    value,
    trials,
    failures,
    rejected,
    nodes,
    events,
    usage,
    elapsedMs,
    trace: { level, seal, revealed: false },
  }
}
