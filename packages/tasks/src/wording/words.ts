/** What the words of the task are. */
export type WordKind = 'animal' | 'food' | 'colour' | 'place'

export const WORDS: Readonly<Record<WordKind, readonly string[]>> = {
  animal: ['cat', 'dog', 'fox', 'hen'],
  food: ['apple', 'bread', 'cake', 'fig'],
  colour: ['black', 'blue', 'red', 'white'],
  place: ['hill', 'lake', 'park', 'road'],
}

export const WORD_KINDS = Object.keys(WORDS) as readonly WordKind[]

const KIND_OF: ReadonlyMap<string, WordKind> = new Map(
  WORD_KINDS.flatMap((kind) => WORDS[kind].map((word) => [word, kind] as const)),
)

/** Undefined for a word that is not one of the task's. */
export const kindOf = (word: string): WordKind | undefined => KIND_OF.get(word)

export const plural = (kind: WordKind): string => `${kind}s`
