import type { WordingConstraint } from './constraint.ts'
import { kindOf } from './words.ts'

export interface WordingVerdict {
  /** For each constraint in its order, whether it is met. All false for a text that is no list of the task's words. */
  readonly met: readonly boolean[]
  readonly follows: boolean
}

/** Checks a text against constraints, exactly and from the two alone. Words stand apart by spaces, or by commas and spaces. */
export function verifyWording(constraints: readonly WordingConstraint[], text: string): WordingVerdict {
  const words = wordsOf(text)
  const met = constraints.map((constraint) => words !== null && meets(constraint, words, text))
  return { met, follows: words !== null && met.every(Boolean) }
}

/** Null where a word is none of the task's, and for no words at all. */
export function wordsOf(text: string): readonly string[] | null {
  const words = text.trim().split(/,? +/)
  return words.every((word) => kindOf(word) !== undefined) ? words : null
}

function meets(constraint: WordingConstraint, words: readonly string[], text: string): boolean {
  switch (constraint.type) {
    case 'count':
      if (constraint.bound === 'exactly') return words.length === constraint.words
      return constraint.bound === 'at least' ? words.length >= constraint.words : words.length <= constraint.words
    case 'kind':
      return words.filter((word) => kindOf(word) === constraint.kind).length === constraint.words
    case 'avoid-kind':
      return words.every((word) => kindOf(word) !== constraint.kind)
    case 'include':
      return words.includes(constraint.word)
    case 'avoid':
      return !words.includes(constraint.word)
    case 'first':
      return words[0] === constraint.word
    case 'last':
      return words.at(-1) === constraint.word
    case 'before': {
      const at = words.indexOf(constraint.word)
      return at !== -1 && words.indexOf(constraint.other) > at
    }
    case 'no-repeats':
      return new Set(words).size === words.length
    case 'commas':
      return text.trim().split(', ').length === words.length
  }
}
