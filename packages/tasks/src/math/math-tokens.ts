import { FUNCTIONS } from './expression.ts'

const TOKEN =
  /\s*(?:(\d+(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+\.?\d*|\.\d+)|\\([a-zA-Z]+)|([a-zA-Z]+)|(\*\*|[-+*/^(){}[\]|!%_]))/y

export interface Token {
  readonly kind: 'number' | 'command' | 'word' | 'sign'
  readonly text: string
}

/** Words that stand for a number or a function; every other word is a product of variables of one letter, as in `2xy`. */
export const CONSTANTS = new Set(['pi', 'e', 'infinity'])
const NAMED = new Set<string>([...FUNCTIONS, ...CONSTANTS].filter((name) => name !== 'negate' && name !== 'factorial'))

/** The text in parts, null where a character has no place in mathematics. */
export function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text)
    if (match === null) return null
    const [, number, command, word, sign] = match
    if (number !== undefined && takesDigits(tokens)) {
      tokens.push({ kind: 'number', text: number[0]! })
      TOKEN.lastIndex -= number.length - 1
    } else if (number !== undefined) tokens.push({ kind: 'number', text: number.replaceAll(',', '') })
    else if (command !== undefined) tokens.push({ kind: 'command', text: command })
    else if (word === undefined) tokens.push({ kind: 'sign', text: sign === '**' ? '^' : sign! })
    else if (NAMED.has(word)) tokens.push({ kind: 'word', text: word })
    else for (const letter of word) tokens.push({ kind: 'word', text: letter })
  }
  return tokens
}

/** `\frac12` is a half: without braces, each of its arguments is one digit. */
function takesDigits(tokens: readonly Token[]): boolean {
  const [before, last] = [tokens.at(-2), tokens.at(-1)]
  return [before, last].some((token) => token?.kind === 'command' && token.text === 'frac') && last?.kind !== 'sign'
}
