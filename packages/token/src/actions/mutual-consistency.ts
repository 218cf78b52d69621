import { addUsage, NO_USAGE, type EvaluateFn, type ExpandContext, type TreeView, type Usage } from '@espalier/core'
import type { Provider } from '../provider/provider.ts'
import { asConversation } from '../text/text-prompts.ts'
import { markedAnswer } from '../text/text-state.ts'

export interface MutualConsistencyOptions {
  /** A second model, which sees the beginning of a line and completes it. */
  readonly provider: Provider
  /** Whether two answers are the same. Default: the same text. */
  readonly same?: (a: string, b: string) => boolean
  /** The answer that a completion states; null for none. Default: {@link markedAnswer}. */
  readonly answerIn?: (text: string) => string | null
  /**
   * Shares of a line's words that are shown, each in a call of its own. Default 0.2, 0.4, 0.6 and 0.8: rStar hides between 20 and 80 % of it
   * (Qi 2024, arXiv 2408.06195, §3.3), its code in evenly spaced parts.
   */
  readonly shown?: readonly number[]
  /** Tokens of a completion at most. Default 512. */
  readonly maxTokens?: number
  /** Default 1. */
  readonly temperature?: number
  /** What the second model is told. */
  readonly instruction?: string
}

/** A line of reasoning that came to an answer. */
export interface FinishedLine {
  readonly question: string
  /** The steps in words. */
  readonly text: string
  readonly answer: string
}

export interface ConsistencyReading {
  /** Share of the completions that come to the line's answer, in [0, 1]. Those without an answer are none. */
  readonly agreement: number
  /** What each completion answered, by the shares shown. */
  readonly answers: readonly (string | null)[]
  readonly usage: Usage
}

const COMPLETE = 'Complete the solution, which breaks off. Go on exactly where it ends, and end with "Answer: …".'

/** Asks a second model to complete a line from parts of it, and compares answers: what two models come to independently is likelier right. */
export function mutualConsistency(
  options: MutualConsistencyOptions,
): (line: FinishedLine, context: ExpandContext) => Promise<ConsistencyReading> {
  const { provider, shown = [0.2, 0.4, 0.6, 0.8], same = (a, b) => a === b, answerIn = markedAnswer } = options
  const { maxTokens = 512, temperature = 1, instruction = COMPLETE } = options
  const input = asConversation(instruction)
  return async ({ question, text, answer }, { signal }) => {
    const parts = shown.map((share) => beginning(text, share))
    const settled = await Promise.allSettled(
      parts.map((part, i) =>
        provider.complete(
          { input: input(`Problem:\n${question}\n\nSolution:\n${part}`), maxTokens, temperature, seed: i },
          { signal },
        ),
      ),
    )
    const usage = settled
      .map((one) => (one.status === 'fulfilled' ? one.value.usage : (one.reason as { readonly usage?: Usage }).usage))
      .reduce<Usage>((sum, one) => addUsage(sum, one ?? NO_USAGE), NO_USAGE)
    const failed = settled.find((one) => one.status === 'rejected')
    if (failed !== undefined) throw Object.assign(failed.reason as Error, { usage })
    const answers = settled.map((one) =>
      one.status === 'fulfilled' ? answerIn(one.value.samples[0]?.text ?? '') : null,
    )
    const agreeing = answers.filter((found) => found !== null && same(found, answer))
    return { agreement: agreeing.length / answers.length, answers, usage }
  }
}

/** The first words of a text, a share of them rounded up, with the space between them as it is. */
function beginning(text: string, share: number): string {
  const words = [...text.matchAll(/\S+\s*/g)].map(([word]) => word)
  return words.slice(0, Math.ceil(words.length * share)).join('')
}

/**
 * The agreement of a second model as the value of finished states, for the preset `rstar`, which judges nothing else; a line without an answer is
 * worth 0, and costs no call.
 */
export function consistencyValue<State>(
  lineOf: (state: State) => FinishedLine | null,
  options: MutualConsistencyOptions,
): EvaluateFn<State> {
  const read = mutualConsistency(options)
  return async (state, context) => {
    const line = lineOf(state)
    if (line === null) return { value: 0, usage: NO_USAGE }
    const { agreement, usage } = await read(line, context)
    return { value: agreement, usage }
  }
}

/** A finished line of a search and how it stood the check. */
export interface CheckedLine extends FinishedLine, ConsistencyReading {
  readonly node: number
  /** Its value in the search times the share of the finished lines that came to the same answer. */
  readonly score: number
}

/**
 * rStar's choice after a search (§3.3): of the finished lines, those that the second model completes to the same answer from at least `least` of the
 * parts (default 0.5, its code's `mid`), and of these the one of the highest score; where none is, the highest score of all. Lines are checked in the
 * order of their scores, `most` of them at most (default 32). Null for a search without an answer.
 */
export async function mostConsistent(
  tree: TreeView,
  lineOf: (node: number) => FinishedLine | null,
  options: MutualConsistencyOptions & { readonly least?: number; readonly most?: number },
  context: ExpandContext,
): Promise<{ readonly chosen: CheckedLine; readonly checked: readonly CheckedLine[] } | null> {
  const { same = (a, b) => a === b, least = 0.5, most = 32 } = options
  const lines = Array.from({ length: tree.size }, (_, node) => node).flatMap((node) => {
    const line = Number.isNaN(tree.value(node)) ? null : lineOf(node)
    return line === null ? [] : [{ ...line, node }]
  })
  if (lines.length === 0) return null
  const scored = lines
    .map((line) => {
      const share = lines.filter(({ answer }) => same(answer, line.answer)).length / lines.length
      return { ...line, score: tree.value(line.node) * share }
    })
    .toSorted((a, b) => b.score - a.score || a.node - b.node)
  const read = mutualConsistency(options)
  const checked = await Promise.all(
    scored.slice(0, most).map(async (line): Promise<CheckedLine> => ({ ...line, ...(await read(line, context)) })),
  )
  return { chosen: checked.find(({ agreement }) => agreement >= least) ?? checked[0]!, checked }
}
