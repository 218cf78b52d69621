import type { MathNode } from './expression.ts'
import { readAnswer, type MathAnswer } from './read-answer.ts'
import { areMultiples, sameValue } from './same-value.ts'
import { withoutUnit } from './units.ts'

const LONGEST = 2000

/**
 * Whether two answers to a question of mathematics mean the same: numbers (fractions, decimals, percents, roots, mixed numbers), expressions with
 * variables, which are tried at seeded points, equations, points, intervals, sets and lists in any order, and words. LaTeX or plain notation;
 * `x = 3` is 3, and a unit that only one of them has does not count. A percentage is the same as its number with the sign and without (`50%`
 * is 50 and 0.5). No rounding: 0.33 is not 1/3.
 */
export function answersEqual(a: string, b: string): boolean {
  if (a.trim() === '' || b.trim() === '') return false
  if (a.trim() === b.trim()) return true
  if (a.length > LONGEST || b.length > LONGEST) return false
  return variants(a, b).some(([left, right]) =>
    [true, false].some((hasThousands) => same(readAnswer(left, { hasThousands }), readAnswer(right, { hasThousands }))),
  )
}

/** As they are, and without what only one of them has. */
function variants(a: string, b: string): readonly (readonly [string, string])[] {
  const [left, right] = [withoutUnit(a), withoutUnit(b)]
  const pairs: (readonly [string, string])[] = [[a, b]]
  if (left.unit !== right.unit && left.unit !== null && right.unit !== null) return pairs
  pairs.push([left.value, right.value])
  const isPercent = (text: string): boolean => /%/.test(text)
  if (isPercent(a) !== isPercent(b)) pairs.push([left.value.replace(/\\?%/g, ''), right.value.replace(/\\?%/g, '')])
  return pairs
}

function same(a: MathAnswer, b: MathAnswer): boolean {
  if (a.form === 'collection' || b.form === 'collection') return sameItems(itemsOf(a), itemsOf(b))
  if (a.form === 'expression' && b.form === 'expression') {
    const [left, right] = [literal(a.text), literal(b.text)]
    if (left !== null && right !== null) return left === right
    return isSameWord(a.text, b.text) || sameValue(a.node, b.node)
  }
  const [left, right] = [differenceOf(a), differenceOf(b)]
  if (left !== null && right !== null) return areMultiples(left, right)
  if (a.form === 'sequence' && b.form === 'sequence')
    return (
      a.open === b.open &&
      a.close === b.close &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => same(item, b.items[i]!))
    )
  return a.form === 'text' && b.form === 'text' && a.text === b.text
}

/** An equation as what is zero. */
function differenceOf(answer: MathAnswer): MathNode | null {
  if (answer.form === 'equation') return answer.difference
  if (answer.form !== 'expression' || answer.name === null) return null
  return { type: 'binary', operator: '-', left: answer.name, right: answer.node }
}

/** A word would be read as a product of its letters. */
function isSameWord(a: string, b: string): boolean {
  return /^[a-z ]{2,}$/i.test(a) && a.toLowerCase() === b.toLowerCase()
}

const itemsOf = (answer: MathAnswer): readonly MathAnswer[] => (answer.form === 'collection' ? answer.items : [answer])

/** Each has a partner of its own. Sameness is as good as transitive, so the first that fits will do. */
function sameItems(a: readonly MathAnswer[], b: readonly MathAnswer[]): boolean {
  const left = [...b]
  return (
    a.length === b.length &&
    a.every((item) => {
      const at = left.findIndex((other) => same(item, other))
      if (at !== -1) left.splice(at, 1)
      return at !== -1
    })
  )
}

/** Digits of a plain number without zeros at its ends, so that long numbers are compared exactly. */
function literal(text: string): string | null {
  const match = /^([-+]?)\s*(\d[\d,]*)?(?:\.(\d*))?$/.exec(text)
  if (match === null || (match[2] === undefined && !match[3])) return null
  const whole = (match[2] ?? '').replaceAll(',', '').replace(/^0+/, '')
  const decimals = (match[3] ?? '').replace(/0+$/, '')
  const isZero = whole === '' && decimals === ''
  return `${match[1] === '-' && !isZero ? '-' : ''}${whole || '0'}.${decimals}`
}
