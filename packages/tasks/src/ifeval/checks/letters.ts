import { relates } from '../arguments.ts'
import { detectLanguage } from '../language/detect-language.ts'
import { isLower, isUpper } from '../python/text.ts'
import { wordTokens } from '../word-tokens.ts'
import type { Check, CheckMaker } from './check-maker.ts'

/** A text without letters has no language, and follows. */
const isIn = (answer: string, language: string): boolean => {
  const found = detectLanguage(answer)
  return found === null || found === language
}

export const responseLanguage: CheckMaker = (args) => {
  const language = args.text('language')
  return (answer) => isIn(answer, language)
}

export const englishCapital: CheckMaker = () => (answer) => isUpper(answer) && isIn(answer, 'en')

export const englishLowercase: CheckMaker = () => (answer) => isLower(answer) && isIn(answer, 'en')

/** Words all in capitals, single letters among them; with hyphens they are one. */
export const capitalWordFrequency: CheckMaker = (args): Check => {
  const [count, relation] = [args.count('capital_frequency'), args.relation('capital_relation')]
  return (answer) => relates(relation, wordTokens(answer).filter((word) => isUpper(word)).length, count)
}
