import { relates } from '../arguments.ts'
import { pythonPattern } from '../python/pattern.ts'
import { countWords, isBlank, lowerEach, splitAtSpace, strip } from '../python/text.ts'
import { splitSentences } from '../sentences/split-sentences.ts'
import type { CheckMaker } from './check-maker.ts'

export const numberOfWords: CheckMaker = (args) => {
  const [count, relation] = [args.count('num_words'), args.relation('relation')]
  return (answer) => relates(relation, countWords(answer), count)
}

export const numberOfSentences: CheckMaker = (args) => {
  const [count, relation] = [args.count('num_sentences'), args.relation('relation')]
  return (answer) => relates(relation, splitSentences(answer).length, count)
}

const DIVIDER = pythonPattern('\\s?\\*\\*\\*\\s?')

/** Paragraphs between `***`. Only the first and the last may be empty. */
export const numberOfParagraphs: CheckMaker = (args) => {
  const count = args.count('num_paragraphs')
  return (answer) => {
    const paragraphs = answer.split(DIVIDER)
    const filled = paragraphs.filter((paragraph) => !isBlank(paragraph))
    const isEmptyInside = paragraphs.slice(1, -1).some((paragraph) => isBlank(paragraph))
    return !isEmptyInside && filled.length === count
  }
}

const WORD_STOP = /[.,?!'"]/

/**
 * So many paragraphs between empty lines, and one of them begins with a word. The paragraph is counted among all of them, the number of them
 * among those that are not blank.
 */
export const nthParagraphFirstWord: CheckMaker = (args) => {
  const count = args.count('num_paragraphs', 1)
  const nth = args.count('nth_paragraph', 1)
  const word = args.exactText('first_word').toLowerCase()
  return (answer) => {
    const paragraphs = answer.split('\n\n')
    const filled = paragraphs.filter((paragraph) => !isBlank(paragraph)).length
    if (nth > filled || filled !== count) return false
    const first = splitAtSpace(strip(paragraphs[nth - 1]!))[0] ?? ''
    return lowerEach(first.replace(/^'+/, '').replace(/^"+/, '').split(WORD_STOP)[0]!) === word
  }
}
