import { isSolvable } from './enumerate.ts'
import { DEFAULT_TARGET } from './puzzle.ts'

/** Puzzles of the field are played with the thirteen ranks of a card deck. */
export const LARGEST_CARD = 13

/** All multisets of `size` numbers in 1..13, each ascending, in lexicographic order: 1,820 of four, 6,188 of five, 18,564 of six. */
export function numberSets(size: number): readonly (readonly number[])[] {
  let sets: readonly (readonly number[])[] = [[]]
  for (let k = 0; k < size; k++) {
    sets = sets.flatMap((set) => {
      const from = set.at(-1) ?? 1
      return Array.from({ length: LARGEST_CARD - from + 1 }, (_, i) => [...set, from + i])
    })
  }
  return sets
}

/** The 1,362 multisets of four numbers in 1..13 that make 24, each ascending, in lexicographic order. */
export function enumerateSolvableSets(): readonly (readonly number[])[] {
  return numberSets(4).filter((numbers) => isSolvable(numbers, DEFAULT_TARGET))
}
