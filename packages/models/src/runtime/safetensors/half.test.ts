import { expect, it } from 'vitest'
import { halfToNumber, numberToHalf } from './half.ts'

it('gives every half-precision number back', () => {
  const wrong: number[] = []
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = halfToNumber(bits)
    if (Number.isNaN(value) ? !Number.isNaN(halfToNumber(numberToHalf(value))) : numberToHalf(value) !== bits)
      wrong.push(bits)
  }
  expect(wrong).toEqual([])
})

it.each([
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519.99, 0x7bff],
  [65520, 0x7c00],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [2047.9999, 0x6800],
])('rounds %d to nearest even', (value, bits) => {
  expect(numberToHalf(value)).toBe(bits)
})
