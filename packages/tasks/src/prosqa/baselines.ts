import { shown, TaskError } from '../task-error.ts'
import { type Draw, drawIndex } from '../countdown/seeded.ts'
import { checkMaxSteps, DEFAULT_MAX_STEPS, graphAnswer, type GraphBackendOptions } from './backend.ts'
import { childrenOf, type GraphQuestion } from './question.ts'

/** What a search without a model came to. */
export interface PathResult {
  /** The option proven, as "Tom is a lempus.", or null. */
  readonly answer: string | null
  /** The path that proves it, or null. */
  readonly path: readonly number[] | null
  /** Nodes whose next steps were listed: what a model would have been asked about. */
  readonly expansions: number
}

export interface PathSearchOptions {
  /** An integer of at least 1, or Infinity. */
  readonly maxExpansions: number
}

/**
 * Plain depth-first search that sees which steps are statements, tries them in the order of the text, and expands no node twice. It stops at
 * the first option listed, after `maxExpansions` expansions, or when all is searched. Throws a TaskError INVALID_OPTIONS.
 */
export function depthFirstPath(question: GraphQuestion, options: PathSearchOptions): PathResult {
  return searchPath(question, options, (open) => open.pop(), -1)
}

/** The same breadth first: it finds a shortest path. */
export function breadthFirstPath(question: GraphQuestion, options: PathSearchOptions): PathResult {
  return searchPath(question, options, (open) => open.shift(), 1)
}

/**
 * One path of random steps: to any node of the question, or, `masked`, along its statements. It ends at an option, after `maxSteps` steps
 * (default 12) or where nothing follows. `draw` gives uniform numbers in [0, 1). Throws a TaskError INVALID_OPTIONS.
 */
export function randomPath(question: GraphQuestion, draw: Draw, options: GraphBackendOptions = {}): PathResult {
  const { masked = false, maxSteps = DEFAULT_MAX_STEPS } = options
  checkMaxSteps(maxSteps)
  const children = childrenOf(question)
  const any = [...question.symbols.keys()]
  const path = [question.root]
  while (path.length <= maxSteps && !question.options.includes(path.at(-1)!)) {
    const next = masked ? children[path.at(-1)!]! : any
    if (next.length === 0) break
    path.push(next[drawIndex(draw, next.length)]!)
  }
  const answer = graphAnswer({ question, path })
  return { answer, path: answer === null ? null : path, expansions: path.length - 1 }
}

function searchPath(
  question: GraphQuestion,
  { maxExpansions }: PathSearchOptions,
  take: (open: (readonly number[])[]) => readonly number[] | undefined,
  order: 1 | -1,
): PathResult {
  if (!(maxExpansions === Infinity || (Number.isInteger(maxExpansions) && maxExpansions >= 1))) {
    const expected = 'an integer of at least 1, or Infinity'
    const got = shown(maxExpansions)
    throw new TaskError('INVALID_OPTIONS', 'Not a budget', { got, expected, where: 'maxExpansions' })
  }
  const children = childrenOf(question)
  const open: (readonly number[])[] = [[question.root]]
  const seen = new Set<number>()
  let expansions = 0
  for (let path = take(open); path !== undefined && expansions < maxExpansions; path = take(open)) {
    const last = path.at(-1)!
    if (seen.has(last)) continue
    seen.add(last)
    expansions++
    const next = children[last]!
    const option = next.find((node) => question.options.includes(node))
    if (option !== undefined) {
      const found = [...path, option]
      return { answer: graphAnswer({ question, path: found }), path: found, expansions }
    }
    for (const node of order === 1 ? next : next.toReversed()) open.push([...path, node])
  }
  return { answer: null, path: null, expansions }
}
