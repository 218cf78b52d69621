/**
 * What langdetect makes of a character before it counts n-grams: scripts in which single characters say nothing are merged, and what is no
 * letter is a space. Ideographs are merged here as well.
 */
export function letterOf(char: string): string {
  const code = char.codePointAt(0)!
  if (code < 0x80) return /[A-Za-z]/.test(char) ? char : ' '
  const range = RANGES.find(({ from, to }) => code >= from && code <= to)
  return range?.letter ?? SINGLE[char] ?? char
}

const RANGES: readonly { readonly from: number; readonly to: number; readonly letter: string }[] = [
  { from: 0x1ea0, to: 0x1eff, letter: '\u1ec3' }, // Vietnamese
  { from: 0x2000, to: 0x206f, letter: ' ' }, // general punctuation
  { from: 0x3040, to: 0x309f, letter: '\u3042' }, // hiragana
  { from: 0x30a0, to: 0x30ff, letter: '\u30a2' }, // katakana
  { from: 0x3100, to: 0x312f, letter: '\u3105' }, // bopomofo
  { from: 0x31a0, to: 0x31bf, letter: '\u3105' },
  { from: 0x4e00, to: 0x9fff, letter: '\u4e00' }, // ideographs
  { from: 0xac00, to: 0xd7af, letter: '\uac00' }, // hangul
]

const SINGLE: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u00ab': ' ',
  '\u00b0': ' ',
  '\u00bb': ' ',
  '\u0219': '\u015f', // Romanian s and t with comma: with cedilla
  '\u021b': '\u0163',
  '\u06cc': '\u064a', // Persian yeh: Arabic yeh
}

const VIETNAMESE_BASE = 'AEIOUYaeiouy\u00c2\u00ca\u00d4\u00e2\u00ea\u00f4\u0102\u0103\u01a0\u01a1\u01af\u01b0'
const WITH_TONE = new RegExp(`[${VIETNAMESE_BASE}][\u0300\u0301\u0303\u0309\u0323]`, 'gu')

/** Letters followed by a tone mark of Vietnamese, as one character. */
export function withToneMarks(text: string): string {
  return text.replace(WITH_TONE, (pair) => pair.normalize('NFC'))
}
