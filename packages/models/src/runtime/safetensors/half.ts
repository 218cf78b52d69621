/** The value of an IEEE 754 half-precision number given as its 16 bits. Exact. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** The 16 bits of the nearest half-precision number, ties to even; beyond ±65504 it is an infinity. */
export function numberToHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const size = Math.abs(value)
  if (size >= 65520) return sign | 0x7c00
  let exponent = -14
  while (exponent < 15 && size >= 2 ** (exponent + 1)) exponent++
  // In steps of the last place; a subnormal has exponent -14 and fewer than 1024 steps. A carry moves into the exponent by itself.
  const steps = roundToEven(size / 2 ** (exponent - 10))
  return sign | (steps < 1024 ? steps : ((exponent + 14) << 10) + steps)
}

function roundToEven(x: number): number {
  const down = Math.floor(x)
  const rest = x - down
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down
}
