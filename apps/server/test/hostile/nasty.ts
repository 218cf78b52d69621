import fc from 'fast-check'

const TEXTS = [
  '',
  ' ',
  '0',
  '-0',
  '1e400',
  '9007199254740993',
  'NaN',
  'null',
  'undefined',
  'true',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '/etc/passwd%00',
  '%2e%2e%2f',
  '%00',
  '\u0000',
  '\r\nset-cookie: a=b',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' OR 1=1 --",
  '${7*7}{{7*7}}',
  '\u2028\u2029',
  '\u202Eabc',
  '\uD800',
  '\uFEFF',
  '🌳'.repeat(50),
  'a'.repeat(3000),
  '('.repeat(200),
  'wait=99999999999',
  'wait=-1',
  'bytes=0-,0-,0-',
  'srch_00000000000000000000000000',
] as const

/** Texts that have broken servers before, and any others. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
)

export const nastyHeaderText: fc.Arbitrary<string> = nastyText.map((text) =>
  text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '').trim(),
)

const NUMBERS = [0, -0, -1, 0.5, 1e308, -1e308, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 5e-324] as const

const { nasty } = fc.letrec<{ readonly nasty: unknown }>((tie) => ({
  nasty: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, [], {}),
    fc.constantFrom<number>(...NUMBERS),
    nastyText,
    fc.array(tie('nasty'), { maxLength: 4 }),
    fc.integer({ min: 1, max: 2000 }).map(nested),
    fc.array(fc.tuple(nastyText, tie('nasty')), { maxLength: 4 }).map(ownKeys),
  ),
}))

/** JSON of any shape, with keys such as `__proto__` as JSON brings them: own properties like any other. */
export const nastyJson: fc.Arbitrary<unknown> = nasty

function ownKeys(entries: readonly (readonly [string, unknown])[]): unknown {
  const object = {}
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  }
  return object
}

/** Arrays in arrays, so many levels. */
function nested(levels: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < levels; i++) value = [value]
  return value
}
