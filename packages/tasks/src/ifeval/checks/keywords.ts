import { relates } from '../arguments.ts'
import { shown, TaskError } from '../../task-error.ts'
import { countMatches, occurs, pythonPattern } from '../python/pattern.ts'
import type { CheckMaker } from './check-maker.ts'

/** Each keyword is there, as a part of a word or not, in whatever case. */
export const existence: CheckMaker = (args) => {
  const patterns = args
    .texts('keywords')
    .map((word) => pythonPattern(word, { ignoreCase: true, where: args.place('keywords') }))
  return (answer) => patterns.every((pattern) => occurs(pattern, answer))
}

export const keywordFrequency: CheckMaker = (args) => {
  const pattern = pythonPattern(args.text('keyword'), { ignoreCase: true, where: args.place('keyword') })
  const [count, relation] = [args.count('frequency'), args.relation('relation')]
  return (answer) => relates(relation, countMatches(pattern, answer), count)
}

/** None of the words is there as a word of its own. */
export const forbiddenWords: CheckMaker = (args) => {
  const patterns = args
    .texts('forbidden_words')
    .map((word) => pythonPattern(`\\b${word}\\b`, { ignoreCase: true, where: args.place('forbidden_words') }))
  return (answer) => patterns.every((pattern) => !occurs(pattern, answer))
}

/**
 * How often one character is there, in whatever case. Where it is no letter (`#` and `!`, once each in the data) the original counts a letter
 * drawn at random; here it is the character asked for.
 */
export const letterFrequency: CheckMaker = (args) => {
  const letter = args.text('letter').toLowerCase()
  if ([...letter].length !== 1)
    throw new TaskError('INVALID_FILE', 'Not an argument of the instruction', {
      got: shown(letter),
      expected: 'one character',
      where: args.place('letter'),
    })
  const [count, relation] = [args.count('let_frequency'), args.relation('let_relation')]
  return (answer) => relates(relation, answer.toLowerCase().split(letter).length - 1, count)
}
