import { apply, format, fraction, type Operator, type Rational } from './rational.ts'
import { type CountdownState, type CountdownStep, withResult } from './state.ts'

/** Why a text is not a step of a state. Checked in this order; the first that holds is given. */
export type StepFault =
  'syntax' | 'number-not-held' | 'division-by-zero' | 'negative-result' | 'wrong-arithmetic' | 'wrong-left'

export type ParsedStep =
  | { readonly ok: true; readonly step: CountdownStep }
  | { readonly ok: false; readonly reason: StepFault; readonly detail: string }

/** Eight numbers of four digits need at most about 600 characters. */
const MAX_STEP_CHARS = 1_000
/** Details are one line for people, whatever the text held. */
const MAX_DETAIL_CHARS = 160

const NUMBER = String.raw`\d+(?:/\d+)?`
const STEP = new RegExp(`^(${NUMBER}) ([-+*/]) (${NUMBER}) = (-?${NUMBER}) \\(left: (-?${NUMBER}(?: -?${NUMBER})*)\\)$`)

/** The wire form of a step: `13 - 9 = 4 (left: 4 4 10)`, fractions as `8/3`, the numbers left ascending. */
export function formatStep(step: CountdownStep): string {
  const { a, operator, b, result, left } = step
  return `${format(a)} ${operator} ${format(b)} = ${format(result)} (left: ${left.map(format).join(' ')})`
}

/** The prompt form of a state: `24: 4 9 10 13` and a newline. */
export function formatState(state: CountdownState): string {
  return `${state.target}: ${state.left.map((term) => format(term.value)).join(' ')}\n`
}

/**
 * Reads the wire form of a step from `state`, to the character; nothing is repaired. `+` and `*` may have the smaller number
 * first (`legalMoves` lists them with the larger first); the step keeps the order written.
 */
export function parseStep(state: CountdownState, text: string): ParsedStep {
  const match = text.length <= MAX_STEP_CHARS ? STEP.exec(text) : null
  if (match === null) return fault('syntax', 'expected the form "13 - 9 = 4 (left: 4 4 10)"')
  const [, aText, sign, bText, resultText, leftText] = match as unknown as readonly [
    string,
    string,
    Operator,
    string,
    string,
    string,
  ]
  const wild = [aText, bText, resultText, ...leftText.split(' ')].find((number) => !isCanonical(number))
  if (wild !== undefined) return fault('syntax', `${wild} is not written in lowest terms without leading zeros`)

  const values = state.left.map((term) => term.value)
  const i = values.findIndex((value) => format(value) === aText)
  if (i < 0) return fault('number-not-held', `${aText} is not among ${list(values)}`)
  const j = values.findIndex((value, index) => index !== i && format(value) === bText)
  if (j < 0) return fault('number-not-held', `${bText} is not among ${list(values.filter((_, index) => index !== i))}`)

  const a = values[i]!
  const b = values[j]!
  const result = apply(a, sign, b)
  if (result === null) return fault('division-by-zero', `${aText} / 0 has no value`)
  if (result.n < 0n) return fault('negative-result', `${aText} - ${bText} is negative`)
  if (format(result) !== resultText) {
    return fault('wrong-arithmetic', `${aText} ${sign} ${bText} is ${format(result)}, not ${resultText}`)
  }
  const left = withResult(values, i, j, result, (value) => value)
  if (list(left) !== leftText) return fault('wrong-left', `${list(left)} is left, not ${leftText}`)
  return { ok: true, step: { a, operator: sign, b, result, left } }
}

function fault(reason: StepFault, detail: string): ParsedStep {
  return { ok: false, reason, detail: detail.slice(0, MAX_DETAIL_CHARS) }
}

function list(values: readonly Rational[]): string {
  return values.length === 0 ? 'nothing' : values.map(format).join(' ')
}

/** Whether `format` could have written this number. */
function isCanonical(text: string): boolean {
  const [n, d] = text.split('/') as [string, string | undefined]
  const value = fraction(BigInt(n), BigInt(d ?? 1))
  return value !== null && format(value) === text
}
