/**
 * Texts as Python's `str` sees them. IFEval's checkers were written in Python and are scored to the last quirk, so white space, case and
 * words have to be Python's: U+001C to U+001F and U+0085 are white space there and U+FEFF is none, and marks (the vowel signs of Hindi, say)
 * are no parts of words.
 */

/** `\s`, for the inside of a character class. */
export const SPACE = '\\t-\\r\\u001c- \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

/** `\w`, for the inside of a character class. */
export const WORD = '\\p{L}\\p{N}_'

/** `\b`: between what is a part of a word and what is not. */
export const WORD_EDGE = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`

/** `^` over several lines. Only a line feed ends a line. */
export const LINE_START = '(?<![^\\n])'

const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'gu')
const TRAILING_SPACE = new RegExp(`[${SPACE}]+$`, 'u')
const NO_SPACE = new RegExp(`[^${SPACE}]+`, 'gu')
const WORDS = new RegExp(`[${WORD}]+`, 'gu')
const CASED = /[\p{Uppercase}\p{Lowercase}\p{Lt}]/u
const NOT_UPPER = /[\p{Lowercase}\p{Lt}]/u
const NOT_LOWER = /[\p{Uppercase}\p{Lt}]/u

/** `str.strip()`. */
export function strip(text: string): string {
  return text.replace(EDGES, '')
}

/** `str.rstrip()`. */
export function stripEnd(text: string): string {
  return text.replace(TRAILING_SPACE, '')
}

export function isBlank(text: string): boolean {
  return strip(text) === ''
}

/** `str.split()`. */
export function splitAtSpace(text: string): readonly string[] {
  return text.match(NO_SPACE) ?? []
}

/** `str.isupper()`: at least one cased character, and none that is not upper case. */
export function isUpper(text: string): boolean {
  return CASED.test(text) && !NOT_UPPER.test(text)
}

/** `str.islower()`. */
export function isLower(text: string): boolean {
  return CASED.test(text) && !NOT_LOWER.test(text)
}

/** The length of `re.findall(r'\w+', text)`. */
export function countWords(text: string): number {
  return text.match(WORDS)?.length ?? 0
}

/** `str.removeprefix`. */
export function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text
}

/** `str.removesuffix`. */
export function withoutSuffix(text: string, suffix: string): string {
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text
}

/** `str.strip(char)` of one ASCII character. */
export function stripChar(text: string, char: string): string {
  let start = 0
  let end = text.length
  while (start < end && text[start] === char) start++
  while (end > start && text[end - 1] === char) end--
  return text.slice(start, end)
}

/** `str.lower()`, character by character, so that no character sees its neighbours. */
export function lowerEach(text: string): string {
  return [...text].map((char) => char.toLowerCase()).join('')
}
