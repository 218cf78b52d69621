/** An exact fraction in lowest terms, with a positive denominator. Arbitrary precision, so no sum ever overflows. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

/** Exact integer as a rational. `value` must be a safe integer. */
export function integer(value: number): Rational {
  return { n: BigInt(value), d: 1n }
}

/** `n / d` in lowest terms; `null` when `d` is zero. */
export function fraction(n: bigint, d: bigint): Rational | null {
  if (d === 0n) return null
  const sign = d < 0n ? -1n : 1n
  const g = gcd(n < 0n ? -n : n, d * sign)
  return { n: (n / g) * sign, d: (d * sign) / g }
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? 1n : a
}

export const OPERATORS = ['+', '-', '*', '/'] as const
export type Operator = (typeof OPERATORS)[number]

/** `a op b`, exactly; `null` for a division by zero. */
export function apply(a: Rational, operator: Operator, b: Rational): Rational | null {
  switch (operator) {
    case '+':
      return fraction(a.n * b.d + b.n * a.d, a.d * b.d)
    case '-':
      return fraction(a.n * b.d - b.n * a.d, a.d * b.d)
    case '*':
      return fraction(a.n * b.n, a.d * b.d)
    case '/':
      return fraction(a.n * b.d, a.d * b.n)
  }
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compare(a: Rational, b: Rational): number {
  const left = a.n * b.d
  const right = b.n * a.d
  return left < right ? -1 : left > right ? 1 : 0
}

export function equals(a: Rational, b: Rational): boolean {
  return a.n === b.n && a.d === b.d
}

/** `7` or `8/3`. */
export function format(value: Rational): string {
  return value.d === 1n ? `${value.n}` : `${value.n}/${value.d}`
}

/** Reads what {@link format} writes, without a sign; `null` for anything else, a fraction not in lowest terms included. */
export function parseRational(text: string): Rational | null {
  const match = /^(0|[1-9]\d{0,17})(?:\/([1-9]\d{0,17}))?$/.exec(text)
  if (match === null) return null
  const value = fraction(BigInt(match[1]!), BigInt(match[2] ?? 1))
  return value !== null && format(value) === text ? value : null
}
