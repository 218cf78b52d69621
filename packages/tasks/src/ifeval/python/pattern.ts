import { shown, TaskError } from '../../task-error.ts'
import { SPACE, WORD, WORD_EDGE } from './text.ts'

/**
 * A pattern of Python's `re` module, as the benchmark makes them of keywords, for texts of JavaScript. Keywords go into patterns as they are,
 * so a point in one stands for any character. Written anew are the classes that differ and, for patterns that ignore case, the letters
 * whose case Python folds further: `i` is also U+0130 and U+0131, `s` U+017F, `k` U+212A.
 * @throws TaskError INVALID_FILE for what is no pattern in JavaScript.
 */
export function pythonPattern(source: string, { ignoreCase = false, where = 'pattern' } = {}): RegExp {
  const body = [...source.matchAll(TOKEN)].map(([token]) => translate(token, ignoreCase)).join('')
  try {
    return new RegExp(body, ignoreCase ? 'giu' : 'gu')
  } catch {
    throw new TaskError('INVALID_FILE', 'Not a pattern', {
      got: shown(source),
      expected: 'a regular expression',
      where,
    })
  }
}

/** Whole classes in brackets, escapes, and single characters. */
const TOKEN = /\[(?:\\.|[^\]\\])+\]|\\.|./gsu

const CLASSES: Readonly<Record<string, string>> = {
  '.': '[^\\n]',
  '\\s': `[${SPACE}]`,
  '\\S': `[^${SPACE}]`,
  '\\w': `[${WORD}]`,
  '\\W': `[^${WORD}]`,
  '\\d': '\\p{Nd}',
  '\\D': '\\P{Nd}',
  '\\b': WORD_EDGE,
}

/** Escapes that mean the same in JavaScript's Unicode patterns; before any other character a backslash means nothing. */
const SHARED_ESCAPE = /^\\[\^$\\.*+?()[\]{}|/nrtfv]$/

const FOLDED: Readonly<Record<string, string>> = { i: '[i\\u0130\\u0131]', s: '[s\\u017f]', k: '[k\\u212a]' }

function translate(token: string, ignoreCase: boolean): string {
  const known = CLASSES[token]
  if (known !== undefined) return known
  if (token.length > 1 && token.startsWith('\\'))
    return SHARED_ESCAPE.test(token) ? token : translate(token.slice(1), ignoreCase)
  if (token === ']' || token === '}') return `\\${token}`
  return ignoreCase ? (FOLDED[token.toLowerCase()] ?? token) : token
}

/** The length of `re.findall`. */
export function countMatches(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0
}

/** Whether `re.search` finds anything. */
export function occurs(pattern: RegExp, text: string): boolean {
  return text.search(pattern) !== -1
}
