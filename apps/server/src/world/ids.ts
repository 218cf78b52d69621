import { randomBytes } from 'node:crypto'

/** Makes ids of searches: unguessable, and each one sorts after those before it. */
export type MakeIdFn = () => string

const DIGITS = '0123456789abcdefghijklmnopqrstuv'
const TIME_DIGITS = 10
const RANDOM_DIGITS = 16

/** Ids `srch_` + ten base-32 digits of milliseconds + sixteen at random (80 bits), as in ULIDs; several in a millisecond count on. */
export function timeOrderedIds(wall: () => number): MakeIdFn {
  let lastMs = 0
  let last: number[] = []
  return () => {
    const ms = Math.max(wall(), lastMs)
    if (ms === lastMs && last.length > 0) increment(last)
    else last = Array.from(randomBytes(RANDOM_DIGITS), (byte) => byte & 31)
    lastMs = ms
    let time = ''
    for (let rest = ms, i = 0; i < TIME_DIGITS; i++, rest = Math.floor(rest / 32)) time = DIGITS[rest % 32]! + time
    return `srch_${time}${last.map((digit) => DIGITS[digit]).join('')}`
  }
}

function increment(digits: number[]): void {
  for (let i = digits.length - 1; i >= 0; i--) {
    digits[i] = (digits[i]! + 1) & 31
    if (digits[i] !== 0) return
  }
}
