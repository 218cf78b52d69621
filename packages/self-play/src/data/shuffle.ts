import { drawsOf } from '@espalier/core'
import { seedOf } from '../hash.ts'

/** A new list in an order that follows from the words and numbers alone (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], ...key: readonly (string | number)[]): T[] {
  const draw = drawsOf(seedOf(...key), 0)
  const list = [...items]
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1))
    ;[list[i], list[j]] = [list[j]!, list[i]!]
  }
  return list
}
