import type { Span } from '@espalier/client'

export const WHOLE: Span = { from: 0, to: 1 }
/** Narrowest part of the whole that can be zoomed to. */
const NARROWEST = 1e-9

/** Zooms by a factor (above 1: in) about a place in the window, 0 at its left edge and 1 at its right. */
export function zoomed({ from, to }: Span, factor: number, at: number): Span {
  const size = Math.min(1, Math.max(NARROWEST, (to - from) / factor))
  return within(from + (to - from) * at - size * at, size)
}

/** Moves by a share of the window. */
export function panned({ from, to }: Span, share: number): Span {
  return within(from + (to - from) * share, to - from)
}

/** The window that shows a part with some room on either side. */
export function around({ from, to }: Span, room = 0.15): Span {
  const size = Math.min(1, Math.max(NARROWEST, (to - from) * (1 + 2 * room)))
  return within((from + to) / 2 - size / 2, size)
}

function within(from: number, size: number): Span {
  const start = Math.min(1 - size, Math.max(0, from))
  return { from: start, to: start + size }
}
