import { expect, it } from 'vitest'
import { rotaryTable } from './rotary-table.ts'

it.each([
  [64, 32],
  [256, 32],
  [8192, 8],
])('is the sine and cosine of the angle in a context of %i with heads of %i', (context, headDim) => {
  const { cosines, sines } = rotaryTable(context, headDim)
  const half = headDim / 2
  let worst = 0
  for (let p = 0; p < context; p++) {
    for (let i = 0; i < half; i++) {
      const angle = p * 10000 ** (-i / half)
      worst = Math.max(
        worst,
        Math.abs(cosines[p * half + i]! - Math.cos(angle)),
        Math.abs(sines[p * half + i]! - Math.sin(angle)),
      )
    }
  }
  expect(cosines).toHaveLength(context * half)
  expect(worst).toBeLessThan(4e-8)
})
