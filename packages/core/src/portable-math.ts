/**
 * exp and log to the same bit on every engine. ECMAScript leaves `Math.exp` and `Math.log` to the engine, and they do differ in the last
 * bit from one release of V8 to the next, which is enough to change the hash of a log. These use only +, -, *, / and comparisons, which
 * are exact everywhere. Method and constants: fdlibm's e_exp.c and e_log.c (Sun Microsystems 1993); errors below one unit in the last place.
 */
const LN2_HIGH = 6.9314718036912381649e-1
const LN2_LOW = 1.90821492927058770002e-10
const EXP_OVERFLOW = 709.782712893384
const EXP_UNDERFLOW = -745.1332191019411

/** A number and its two words, to read and write exponents; which word is the high one depends on the machine. */
const number = new Float64Array(1)
const words = new Int32Array(number.buffer)
number[0] = 1
const HIGH = words[1] === 0 ? 0 : 1

/** e to the x, at least 0; NaN for NaN. */
export function portableExp(x: number): number {
  if (x !== x) return x
  if (x > EXP_OVERFLOW) return Number.POSITIVE_INFINITY
  if (x < EXP_UNDERFLOW) return 0
  const k = Math.floor(x / (LN2_HIGH + LN2_LOW) + 0.5)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const t = r * r
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))))
  const y = 1 - (low - (r * c) / (2 - c) - high)
  // Two factors, because 2^k alone may be too large or too small for a number.
  const half = Math.trunc(k / 2)
  return y * powerOfTwo(half) * powerOfTwo(k - half)
}

/** Natural logarithm; -Infinity for 0, NaN below. */
export function portableLog(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  const isSubnormal = x < 2 ** -1022
  number[0] = isSubnormal ? x * 2 ** 54 : x
  const head = words[HIGH]!
  let k = (head >>> 20) - (isSubnormal ? 1077 : 1023)
  words[HIGH] = (head & 0xfffff) | 0x3ff00000
  let m = number[0]
  if (m >= Math.SQRT2) {
    m /= 2
    k++
  }
  const f = m - 1
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1))
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)))
  const square = 0.5 * f * f
  return k * LN2_HIGH - (square - (s * (square + even + odd) + k * LN2_LOW) - f)
}

/** 2^n for n from -1,022 to 1,023. */
function powerOfTwo(n: number): number {
  number[0] = 0
  words[HIGH] = (n + 1023) << 20
  return number[0]
}
