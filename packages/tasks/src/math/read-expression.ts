import { CONSTANTS, tokensOf, type Token } from './math-tokens.ts'
import { FUNCTIONS, type FunctionName, type MathNode } from './expression.ts'

const LONGEST = 400
const DEEPEST = 60

/** Where the reader is, and how deep in brackets. */
interface Cursor {
  readonly tokens: readonly Token[]
  at: number
  depth: number
}

class Unreadable extends Error {}

/**
 * Reads an expression in LaTeX or in plain notation, null where it is none. Numbers may have commas between thousands, `2 1/2` is a mixed number,
 * products need no sign, `%` is a hundredth.
 */
export function readExpression(text: string): MathNode | null {
  const tokens = tokensOf(text)
  if (tokens === null || tokens.length === 0 || tokens.length > LONGEST) return null
  try {
    return readWhole({ tokens, at: 0, depth: 0 })
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

const binary = (operator: '+' | '-' | '*' | '/' | '^', left: MathNode, right: MathNode): MathNode => ({
  type: 'binary',
  operator,
  left,
  right,
})
const call = (name: FunctionName, argument: MathNode): MathNode => ({ type: 'call', name, argument })
const number = (value: number): MathNode => ({ type: 'number', value })

/** Recursive descent: sums of products of powers. */
function readWhole(c: Cursor): MathNode {
  const node = readSum(c)
  if (c.at < c.tokens.length) throw new Unreadable()
  return node
}

function isAt(c: Cursor, ...signs: readonly string[]): boolean {
  const token = c.tokens[c.at]
  return token?.kind === 'sign' && signs.includes(token.text)
}

function take(c: Cursor, sign: string): void {
  if (!isAt(c, sign)) throw new Unreadable()
  c.at++
}

function readSum(c: Cursor): MathNode {
  if (++c.depth > DEEPEST) throw new Unreadable()
  let node = readProduct(c)
  while (isAt(c, '+', '-')) {
    const operator = c.tokens[c.at++]!.text as '+' | '-'
    node = binary(operator, node, readProduct(c))
  }
  c.depth--
  return node
}

function readProduct(c: Cursor): MathNode {
  let node = readSigned(c)
  for (;;) {
    if (isAt(c, '*', '/')) node = binary(c.tokens[c.at++]!.text as '*' | '/', node, readSigned(c))
    else if (startsFactor(c)) node = binary('*', node, readPower(c))
    else return node
  }
}

function startsFactor(c: Cursor): boolean {
  const token = c.tokens[c.at]
  return token !== undefined && (token.kind !== 'sign' || ['(', '{', '['].includes(token.text))
}

function readSigned(c: Cursor): MathNode {
  if (++c.depth > DEEPEST) throw new Unreadable()
  const isNegative = isAt(c, '-')
  if (isNegative || isAt(c, '+')) c.at++
  const node = isNegative || isAt(c, '-', '+') ? readSigned(c) : readPower(c)
  c.depth--
  return isNegative ? call('negate', node) : node
}

function readPower(c: Cursor): MathNode {
  let base = readAtom(c)
  while (isAt(c, '!', '%'))
    base = c.tokens[c.at++]!.text === '!' ? call('factorial', base) : binary('/', base, number(100))
  if (!isAt(c, '^')) return base
  c.at++
  return binary('^', base, isAt(c, '{') ? readGroup(c, '{', '}') : readSigned(c))
}

function readGroup(c: Cursor, open: string, close: string): MathNode {
  take(c, open)
  const node = readSum(c)
  take(c, close)
  return node
}

function readAtom(c: Cursor): MathNode {
  const token = c.tokens[c.at]
  if (token === undefined) throw new Unreadable()
  if (token.kind === 'sign') return readBracketed(c, token.text)
  c.at++
  if (token.kind === 'number') return readMixed(c, Number(token.text))
  if (token.kind === 'command') return readCommand(c, token.text)
  if (CONSTANTS.has(token.text)) return { type: 'constant', name: token.text as 'pi' | 'e' | 'infinity' }
  if ((FUNCTIONS as readonly string[]).includes(token.text)) return readApplied(c, token.text as FunctionName)
  return { type: 'variable', name: token.text + readIndex(c) }
}

function readBracketed(c: Cursor, sign: string): MathNode {
  if (sign === '(') return readGroup(c, '(', ')')
  if (sign === '{') return readGroup(c, '{', '}')
  if (sign === '[') return readGroup(c, '[', ']')
  if (sign === '|') return call('abs', readGroup(c, '|', '|'))
  throw new Unreadable()
}

/** `2 \frac{1}{2}` and `2 1/2` are sums. */
function readMixed(c: Cursor, whole: number): MathNode {
  const [next, slash, after] = c.tokens.slice(c.at, c.at + 3)
  if (Number.isInteger(whole) && next?.kind === 'command' && next.text === 'frac') {
    c.at++
    const fraction = readFraction(c)
    return fraction.isNumeric ? binary('+', number(whole), fraction.node) : binary('*', number(whole), fraction.node)
  }
  if (next?.kind === 'number' && slash?.text === '/' && after?.kind === 'number') {
    c.at += 3
    return binary('+', number(whole), binary('/', number(Number(next.text)), number(Number(after.text))))
  }
  if (next?.kind === 'number') throw new Unreadable()
  return number(whole)
}

function readCommand(c: Cursor, name: string): MathNode {
  if (name === 'frac') return readFraction(c).node
  if (name === 'sqrt') return readRoot(c)
  const known = name === 'log' || (FUNCTIONS as readonly string[]).includes(name)
  if (known) return readApplied(c, name as FunctionName)
  throw new Unreadable()
}

/** `\frac{1}{2}`, `\frac12`. */
function readFraction(c: Cursor): { readonly node: MathNode; readonly isNumeric: boolean } {
  const [top, bottom] = [readArgument(c), readArgument(c)]
  return { node: binary('/', top, bottom), isNumeric: top.type === 'number' && bottom.type === 'number' }
}

/** A group, a number or a letter. */
function readArgument(c: Cursor): MathNode {
  if (isAt(c, '{')) return readGroup(c, '{', '}')
  const token = c.tokens[c.at]
  if (token?.kind !== 'number') return readAtom(c)
  c.at++
  return number(Number(token.text))
}

function readRoot(c: Cursor): MathNode {
  if (!isAt(c, '[')) return call('sqrt', readArgument(c))
  const degree = readGroup(c, '[', ']')
  const radicand = readArgument(c)
  const isCube = degree.type === 'number' && degree.value === 3
  return isCube ? call('cbrt', radicand) : binary('^', radicand, binary('/', number(1), degree))
}

/** `\sin x`, `\sin(x)`, `\log_2 8`, `\sin^2 x`. */
function readApplied(c: Cursor, name: FunctionName): MathNode {
  let base: MathNode | null = null
  let power: MathNode | null = null
  while (isAt(c, '_', '^')) {
    const isBase = c.tokens[c.at++]!.text === '_'
    const node = readArgument(c)
    if (isBase) base = node
    else power = node
  }
  const argument = readPower(c)
  const plain = base === null ? call(name, argument) : binary('/', call('ln', argument), call('ln', base))
  return power === null ? plain : binary('^', plain, power)
}

/** `x_1`, `x_{12}`. */
function readIndex(c: Cursor): string {
  if (!isAt(c, '_')) return ''
  c.at++
  const isGroup = isAt(c, '{')
  if (isGroup) c.at++
  const token = c.tokens[c.at++]
  if (token === undefined || token.kind === 'sign') throw new Unreadable()
  if (isGroup) take(c, '}')
  return `_${token.text}`
}
