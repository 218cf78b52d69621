import type { Mark, MarkKind } from '@espalier/client'

/** Marks that are worth stopping at: all but the first event, which is a place of its own. */
export type JumpKind = 'any' | Exclude<MarkKind, 'start' | 'end'>

/** The next mark of a kind behind (1) or before (-1) a place in the log; undefined without one. Marks are in order. */
export function nextMark(marks: readonly Mark[], seq: number, kind: JumpKind, direction: 1 | -1): Mark | undefined {
  const fits = (mark: Mark): boolean => (kind === 'any' ? mark.kind !== 'start' : mark.kind === kind)
  return direction === 1
    ? marks.find((mark) => mark.seq > seq && fits(mark))
    : marks.findLast((mark) => mark.seq < seq && fits(mark))
}

/** Marks by pixel of a track: however many there are, no more are drawn than can be told apart. */
export function markPlaces(marks: readonly Mark[], lastSeq: number, kind: MarkKind, pixels: number): readonly number[] {
  const places = new Set<number>()
  for (const mark of marks) if (mark.kind === kind) places.add(Math.round((mark.seq / Math.max(1, lastSeq)) * pixels))
  return [...places]
}
