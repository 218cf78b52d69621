import { cleanLatex } from './clean-latex.ts'
import type { MathNode } from './expression.ts'
import { readExpression } from './read-expression.ts'

/** An answer by its form. */
export type MathAnswer =
  /** With the variable or function that it is said to be, as in `y = 2x`. */
  | { readonly form: 'expression'; readonly node: MathNode; readonly text: string; readonly name: MathNode | null }
  /** Left side less right side. */
  | { readonly form: 'equation'; readonly difference: MathNode }
  /** Between brackets, in order: a point, or an interval with its ends. */
  | { readonly form: 'sequence'; readonly open: string; readonly close: string; readonly items: readonly MathAnswer[] }
  /** In any order: a set, several solutions, a union of intervals. */
  | { readonly form: 'collection'; readonly items: readonly MathAnswer[] }
  /** Words, or what cannot be read otherwise. */
  | { readonly form: 'text'; readonly text: string }

const NAMED_VALUE = /^([a-zA-Z](?:_\{?\w+\}?)?)(?:\s*\([a-zA-Z]\))?\s*(?:=|\\in(?![a-zA-Z]))\s*(.+)$/
const BRACKETED = /^([([])(.*)([)\]])$/s
const SET = /^\{(.*)\}$/s
const MOST_ITEMS = 200

export interface ReadAnswerOptions {
  /** `1,000` is a number, not two. */
  readonly hasThousands: boolean
}

/** Reads an answer in LaTeX or plain notation. Whatever it is, it has a form. */
export function readAnswer(text: string, options: ReadAnswerOptions): MathAnswer {
  return readClean(cleanLatex(text), options)
}

function readClean(text: string, options: ReadAnswerOptions): MathAnswer {
  const named = NAMED_VALUE.exec(text)
  if (named !== null && !/[=<>]/.test(named[2]!)) {
    const value = readClean(named[2]!, options)
    return value.form === 'expression' ? { ...value, name: readExpression(named[1]!) } : value
  }
  const sets = splitAt(text, /\sU\s/y)
  if (sets.length > 1) return collection(sets, options)
  const parts = splitAt(text, /,\s*(?:and|or)\s|,|;|\s(?:and|or)\s/y, options.hasThousands)
  if (parts.length > 1 && parts.length <= MOST_ITEMS) return collection(parts, options)
  const inSet = matching(SET.exec(text)?.[1])
  if (inSet !== null) return inSet.trim() === '' ? collection([], options) : asCollection(readClean(inSet, options))
  const bracketed = BRACKETED.exec(text)
  const inside = matching(bracketed?.[2])
  if (bracketed !== null && inside !== null) {
    const items = splitAt(inside, /[,;]/y, options.hasThousands)
    if (items.length > 1)
      return {
        form: 'sequence',
        open: bracketed[1]!,
        close: bracketed[3]!,
        items: items.map((item) => readClean(item, options)),
      }
  }
  return readSingle(text, options)
}

function readSingle(text: string, options: ReadAnswerOptions): MathAnswer {
  if (text.includes('±')) {
    const both = ['+', '-'].map((sign) => readClean(text.replaceAll('±', sign), options))
    if (both.every(({ form }) => form === 'expression')) return { form: 'collection', items: both }
  }
  const sides = text.split('=')
  if (sides.length === 2) {
    const [left, right] = sides.map((side) => readExpression(side))
    if (left && right) return { form: 'equation', difference: { type: 'binary', operator: '-', left, right } }
  }
  const node = readExpression(text)
  return node === null ? { form: 'text', text: words(text) || text } : { form: 'expression', node, text, name: null }
}

function collection(texts: readonly string[], options: ReadAnswerOptions): MathAnswer {
  return { form: 'collection', items: texts.map((text) => readClean(text.trim(), options)) }
}

function asCollection(answer: MathAnswer): MathAnswer {
  return answer.form === 'collection' ? answer : { form: 'collection', items: [answer] }
}

/** In small letters, without punctuation and brackets around them. */
function words(text: string): string {
  return text
    .toLowerCase()
    .replace(/[{}()[\]"'“”‘’.!?]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Parts between separators that stand outside all brackets. With thousands, a comma between three digits is none. */
function splitAt(text: string, separator: RegExp, hasThousands = false): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) depth--
    if (depth !== 0) continue
    separator.lastIndex = i
    const found = separator.exec(text)
    if (found === null || (hasThousands && isThousands(text, i, found[0]))) continue
    parts.push(text.slice(start, i))
    start = i + found[0].length
    i = start - 1
  }
  return [...parts, text.slice(start)]
}

function isThousands(text: string, at: number, separator: string): boolean {
  return (
    separator === ',' &&
    /(?<![\d.])\d{1,3}(?:,\d{3})*$/.test(text.slice(0, at)) &&
    /^\d{3}(?!\d)/.test(text.slice(at + 1))
  )
}

/** The text if its brackets are in pairs, of which those of intervals may differ. */
function matching(text: string | undefined): string | null {
  if (text === undefined) return null
  let depth = 0
  for (const char of text) {
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char) && --depth < 0) return null
  }
  return depth === 0 ? text : null
}
