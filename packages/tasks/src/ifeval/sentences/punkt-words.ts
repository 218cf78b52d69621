import { SPACE, isBlank } from '../python/text.ts'
import { punktToken, type PunktToken } from './punkt-token.ts'

/** What cannot be inside a word, for a character class. */
export const NO_WORD = ')";}\\]*:@\'({\\[!?'
const SEVERAL = '(?:-{2,}|\\.{2,}|(?:\\.[SPACE]){2,}\\.)'.replace('SPACE', SPACE)
const WORD_START = '(?=[^("`{\\[:;&#*@)}\\]\\-,])'
const WORD_END = `(?=[${SPACE}]|$|[${NO_WORD}]|${SEVERAL}|,(?=$|[${SPACE}]|[${NO_WORD}]|${SEVERAL}))`
const TOKEN = new RegExp(`${SEVERAL}|${WORD_START}[^${SPACE}]+?${WORD_END}|[^${SPACE}]`, 'gu')

/** Splits a text into words and punctuation, a line at a time; periods stay with their words. */
export function punktWords(text: string): PunktToken[] {
  return text
    .split('\n')
    .filter((line) => !isBlank(line))
    .flatMap((line) => line.match(TOKEN) ?? [])
    .map((word) => punktToken(word))
}
