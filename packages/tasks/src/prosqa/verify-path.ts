import type { GraphQuestion } from './question.ts'
import { formatStatement } from './statement-text.ts'

/** Why a path answers nothing. Checked in this order; the first that holds is given. */
export type PathFault = 'wrong-start' | 'no-statement' | 'unfinished'

export type CheckedPath =
  | { readonly ok: true; readonly option: number }
  /** `step` is the first that is wrong, from 1; for an unfinished path the one that is missing. */
  | { readonly ok: false; readonly reason: PathFault; readonly step: number; readonly detail: string }

/**
 * Whether a path of nodes proves one of the options, from the question alone: it begins at the individual asked about, every step is a
 * statement, and it ends at an option. What a search may know about being right.
 */
export function checkPath(question: GraphQuestion, path: readonly number[]): CheckedPath {
  const { symbols, root, options } = question
  if (path[0] !== root) return fault('wrong-start', 0, `the path does not begin at ${symbols[root]!}`)
  for (let step = 1; step < path.length; step++) {
    const from = path[step - 1]!
    const to = path[step]!
    if (isStatement(question, from, to)) continue
    const detail =
      symbols[to] === undefined
        ? `${to} is no node of the question`
        : `the question does not say "${formatStatement(question, from, to)}"`
    return fault('no-statement', step, detail)
  }
  const option = path.at(-1)!
  if (!options.includes(option)) return fault('unfinished', path.length, `${symbols[option]!} is not an option`)
  return { ok: true, option }
}

/** Whether the question says that the one is the other. */
export function isStatement({ edges }: GraphQuestion, from: number, to: number): boolean {
  return edges.some((edge) => edge[0] === from && edge[1] === to)
}

function fault(reason: PathFault, step: number, detail: string): CheckedPath {
  return { ok: false, reason, step, detail }
}
