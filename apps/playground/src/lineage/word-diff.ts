import { diffWordsWithSpace } from 'diff'

export interface DiffPart {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
}

export interface WordDiff {
  /** In order. Same and gone parts are the text before, same and new ones the text after, to the last character. */
  readonly parts: readonly DiffPart[]
  readonly gone: number
  readonly added: number
  /** Words that stayed, of those of the longer text. In [0, 1]; 1 of two texts without words. */
  readonly kept: number
  /** Whether the texts were compared at all: too much in them differs otherwise. */
  readonly isCompared: boolean
}

/** Words and spaces that may differ before two texts are shown one after the other: above it, comparing takes seconds. */
const MOST_EDITS = 1_000

/** How one text became another, by words. Changes with nothing but a space between them are one change. */
export function wordDiff(before: string, after: string): WordDiff {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS })
  const parts: DiffPart[] = []
  let [gone, fresh] = ['', '']
  const push = (kind: DiffPart['kind'], text: string): void => {
    if (text !== '') parts.push({ kind, text })
  }
  const flush = (): void => {
    push('gone', gone)
    push('new', fresh)
    gone = fresh = ''
  }
  const all = changes ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ]
  for (const [i, { removed, added, value }] of all.entries()) {
    if (removed) gone += value
    else if (added) fresh += value
    else if (gone !== '' && fresh !== '' && /^[^\S\n]+$/.test(value) && i + 1 < all.length) {
      gone += value
      fresh += value
    } else {
      flush()
      push('same', value)
    }
  }
  flush()
  const count = (kind: DiffPart['kind']): number =>
    parts.reduce((sum, part) => sum + (part.kind === kind ? wordsIn(part.text) : 0), 0)
  const [same, wordsGone, wordsNew] = [count('same'), count('gone'), count('new')]
  const longer = same + Math.max(wordsGone, wordsNew)
  return {
    parts,
    gone: wordsGone,
    added: wordsNew,
    kept: longer === 0 ? 1 : same / longer,
    isCompared: changes !== undefined,
  }
}

const wordsIn = (text: string): number => text.match(/\S+/g)?.length ?? 0
