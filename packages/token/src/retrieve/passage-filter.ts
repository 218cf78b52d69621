import { checkNumber, type ExpandContext } from '@espalier/core'
import { cosine, type EmbedFn, type Passage } from './passage.ts'

/** A passage that was kept, with how alike it is to the question and to its concepts; null where nobody worked that out. */
export interface KeptPassage extends Passage {
  readonly toQuestion: number | null
  readonly toConcepts: number | null
}

/** Keeps those of the passages that a question is worth asking with. */
export type PassageFilter = (
  question: string,
  passages: readonly Passage[],
  context: ExpandContext,
) => Promise<readonly KeptPassage[]>

export interface ConceptFilterOptions {
  readonly embed: EmbedFn
  /** T_r: likeness to the question at least, in [-1, 1]. No default: it is the embedder's own, and the paper does not publish its. */
  readonly minQuestion: number
  /** T_kc: likeness to the labels of the question's concepts at least, in [-1, 1]. */
  readonly minConcepts: number
  /** What a question is about, in a few words each: from a data set, or from a model asked beforehand. Without any, the second threshold is not applied. */
  readonly conceptsOf: (question: string) => readonly string[]
}

/**
 * The knowledge-concept filter of AR-MCTS (Dong 2024, arXiv 2412.14835, §3.1): a passage is kept if its likeness to the question is at least T_r and
 * its likeness to the labels of the question's concepts, taken together, at least T_kc. Likeness is the cosine of an embedder's vectors.
 */
export function conceptFilter(options: ConceptFilterOptions): PassageFilter {
  const { embed, conceptsOf } = options
  const minQuestion = checkNumber('conceptFilter.minQuestion', options.minQuestion, { min: -1, max: 1 })
  const minConcepts = checkNumber('conceptFilter.minConcepts', options.minConcepts, { min: -1, max: 1 })
  return async (question, passages, context) => {
    if (passages.length === 0) return []
    const labels = conceptsOf(question).join(', ')
    const [about, concepts, ...found] = await embed([question, labels, ...passages.map(({ text }) => text)], context)
    return passages
      .map((passage, i) => ({
        ...passage,
        toQuestion: cosine(found[i]!, about!),
        toConcepts: labels === '' ? null : cosine(found[i]!, concepts!),
      }))
      .filter(({ toQuestion, toConcepts }) => toQuestion >= minQuestion && (toConcepts ?? 1) >= minConcepts)
  }
}

/** Keeps all passages, and works nothing out. */
export const keepAll: PassageFilter = (_question, passages) =>
  Promise.resolve(passages.map((passage) => ({ ...passage, toQuestion: null, toConcepts: null })))
