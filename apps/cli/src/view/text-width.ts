/** Ranges of characters that take two columns (Unicode East Asian Width W and F, and emoji, in broad strokes). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
]

/** Columns that a printable text without colours takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** `text` in at most `width` columns; what is cut off is marked with an ellipsis. */
export function clip(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  if (width < 1) return ''
  let kept = ''
  let used = 0
  for (const character of text) {
    used += characterWidth(character)
    if (used > width - 1) break
    kept += character
  }
  return `${kept}…`
}

/** `text` clipped or filled up with spaces to exactly `width` columns. */
export function fit(text: string, width: number): string {
  const clipped = clip(text, width)
  return clipped + ' '.repeat(Math.max(0, width - textWidth(clipped)))
}

/** `parts` with ` · ` between them in lines of at most `width` columns, if the parts allow it. */
export function joinInLines(parts: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const line = lines.at(-1)
    if (line !== undefined && textWidth(line) + 3 + textWidth(part) <= width)
      lines[lines.length - 1] = `${line} · ${part}`
    else lines.push(part)
  }
  return lines
}

/** Text from outside on one line and without power over the terminal: control and format characters are shown as escapes. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0)!
    return character === '\n' ? '\\n' : character === '\t' ? '\\t' : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!
  if (code < 0x300) return 1
  if (isCombining(code)) return 0
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1
}

function isCombining(code: number): boolean {
  return (code >= 0x300 && code <= 0x36f) || code === 0x200b || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f)
}
