import { stripVTControlCharacters } from 'node:util'
import type { Output } from '../io.ts'
import { textWidth } from './text-width.ts'

const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'
/** Frames between these are shown at once by terminals that know them (synchronized output); others ignore them. */
const BEGIN_FRAME = '\u001b[?2026h'
const END_FRAME = '\u001b[?2026l'
const ERASE_LINE_REST = '\u001b[K'
const ERASE_BELOW = '\u001b[J'

/** Lines at the bottom of a terminal that are drawn over in place. */
export interface RedrawnBlock {
  /** Replaces the block; a frame equal to the last one costs nothing. Lines must be shorter than the terminal is wide. */
  draw(lines: readonly string[]): void
  /** Removes the block. */
  erase(): void
  /** Leaves the block where it is and gives the cursor back. */
  close(): void
}

export function createRedrawnBlock(output: Output): RedrawnBlock {
  let shown: readonly string[] = []
  let shownAt = output.columns ?? 80
  let hidden = false

  /** Back to the block's first character. A terminal made narrower has wrapped the lines in the meantime. */
  function home(columns: number): string {
    const wraps = columns < shownAt
    let up = 0
    for (const line of shown)
      up += wraps ? Math.max(1, Math.ceil(textWidth(stripVTControlCharacters(line)) / columns)) : 1
    return up === 0 ? '\r' : `\u001b[${up}A\r`
  }

  function draw(lines: readonly string[]): void {
    const columns = output.columns ?? 80
    if (columns === shownAt && lines.length === shown.length && lines.every((line, i) => line === shown[i])) return
    const body = lines.map((line) => `${line}${ERASE_LINE_REST}\n`).join('')
    output.write(`${hidden ? '' : HIDE_CURSOR}${BEGIN_FRAME}${home(columns)}${body}${ERASE_BELOW}${END_FRAME}`)
    hidden = true
    shown = lines
    shownAt = columns
  }

  return {
    draw,
    erase: () => {
      if (shown.length > 0) draw([])
    },
    close: () => {
      if (hidden) output.write(SHOW_CURSOR)
      hidden = false
      shown = []
    },
  }
}
