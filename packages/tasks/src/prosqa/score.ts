import { childrenOf, distancesFrom, type GraphRecord } from './question.ts'
import { parseStatement } from './statement-text.ts'
import { checkPath } from './verify-path.ts'

/** How a question was answered (Hao et al. 2024, arXiv 2412.06769, §4.1 "Metrics"). The six cover all cases without overlap. */
export type ProcessClass =
  /** One of the shortest paths to the right option. */
  | 'correct-path'
  /** A path to the right option that holds, but is not a shortest one. */
  | 'longer-path'
  /** A step that no statement makes, or a path that does not begin at the individual asked about. */
  | 'hallucination'
  /** A path that holds and ends elsewhere: at the other option, at no option, or before its first step. */
  | 'wrong-target'
  /** No path, and the right option. */
  | 'correct-label'
  /** No path, and anything else. */
  | 'incorrect-label'

/**
 * The class of an attempt: a path of nodes, or an answer alone, in words ("Tom is a lempus."). This is the benchmark's scorer: it reads the
 * gold answer, so a search may not import it.
 */
export function processOf(record: GraphRecord, attempt: readonly number[] | string): ProcessClass {
  const { question, target } = record
  if (typeof attempt === 'string') {
    const read = parseStatement(question, attempt)
    const right = read.ok && read.from === question.root && read.to === target
    return right ? 'correct-label' : 'incorrect-label'
  }
  const checked = checkPath(question, attempt)
  if (!checked.ok) return checked.reason === 'unfinished' ? 'wrong-target' : 'hallucination'
  if (checked.option !== target) return 'wrong-target'
  const hops = distancesFrom(childrenOf(question), question.root)[target]!
  return attempt.length - 1 === hops ? 'correct-path' : 'longer-path'
}
