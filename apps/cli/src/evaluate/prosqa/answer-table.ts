import { keyedDraw } from '@espalier/core'
import { answerAfter, wilson, type AnswerAfterOptions, type Estimate } from '@espalier/latent'
import { FEW_GRAPH_SLOTS, GRAPH_SLOTS, type GraphPrompt, type ProsqaModel } from '@espalier/models'
import type { GraphRecord } from '@espalier/tasks'

/** Node numbers in this many orders: the answer must not hang on which number a node has. */
export const NUMBERINGS = 3
const BATCH = 50

/** Answer accuracy, over all numberings together; the lowest and highest of one beside it. */
export interface Accuracy extends Estimate {
  readonly lowest: number
  readonly highest: number
}

/** Questions as the model reads them, with nodes numbered anew in each numbering but the first, from the numbers for questions of their size. */
export function promptsOf(records: readonly GraphRecord[], numbering: number): readonly GraphPrompt[] {
  return records.map(({ question }, i) => {
    const count = question.symbols.length <= FEW_GRAPH_SLOTS ? FEW_GRAPH_SLOTS : GRAPH_SLOTS
    const slots = Array.from({ length: count }, (_, slot) => slot)
    if (numbering > 0) {
      for (let j = slots.length - 1; j > 0; j--) {
        const other = Math.floor(keyedDraw(numbering, i, j) * (j + 1))
        ;[slots[j], slots[other]] = [slots[other]!, slots[j]!]
      }
    }
    const at = (node: number): number => slots[node]!
    const [first, second] = question.options
    return {
      edges: question.edges.map(([from, to]) => [at(from), at(to)] as const),
      root: at(question.root),
      goals: [at(first), at(second)],
    }
  })
}

export function accuracyOf(model: ProsqaModel, records: readonly GraphRecord[], options: AnswerAfterOptions): Accuracy {
  const shares = answersBy(model, records, options, NUMBERINGS).map(
    (answers) => answers.filter((isRight) => isRight).length / records.length,
  )
  const mean = shares.reduce((a, b) => a + b, 0) / NUMBERINGS
  // Numberings of one question are no independent questions, so the interval is that of one numbering.
  return {
    ...wilson(Math.round(mean * records.length), records.length),
    mean,
    lowest: Math.min(...shares),
    highest: Math.max(...shares),
  }
}

/** Self-consistency without sampling: the answer that most of an odd number of numberings give, each thought through by itself. */
export function majorityOf(
  model: ProsqaModel,
  records: readonly GraphRecord[],
  options: AnswerAfterOptions,
  numberings: number,
): Estimate {
  const answers = answersBy(model, records, options, numberings)
  const right = records.filter((_, i) => answers.filter((own) => own[i]).length > numberings / 2)
  return wilson(right.length, records.length)
}

/** Whether each question is answered rightly, in each numbering. [numberings][records] */
function answersBy(
  model: ProsqaModel,
  records: readonly GraphRecord[],
  options: AnswerAfterOptions,
  numberings: number,
): readonly (readonly boolean[])[] {
  return Array.from({ length: numberings }, (_, numbering) => {
    const prompts = promptsOf(records, numbering)
    const right: boolean[] = []
    for (let first = 0; first < prompts.length; first += BATCH) {
      for (const { option } of answerAfter(model, prompts.slice(first, first + BATCH), options)) {
        const { question, target } = records[right.length]!
        right.push(question.options[option] === target)
      }
    }
    return right
  })
}
