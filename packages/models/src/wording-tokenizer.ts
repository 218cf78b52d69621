import type { Tokenizer } from './tokenizer.ts'

/** What the words of the wording task are, as `@espalier/tasks` has them: a test holds the two together. */
const TASK_WORDS = ['cat dog fox hen', 'apple bread cake fig', 'black blue red white', 'hill lake park road'].flatMap(
  (kind) => kind.split(' '),
)

const KINDS = ['animals', 'foods', 'colours', 'places']
const PROMPT_WORDS =
  'Write exactly at least most words Use no word twice Include Avoid Start with End Put before commas between the'.split(
    ' ',
  )
/** Between a prompt and its answer, before a judgement, and before a refinement; how judgements and refinements are marked. */
const FRAME = ['=>', 'Judge', 'Refine', 'yes', 'Final', 'Judgement', 'Yes', 'No', '[[start]]', '[[end]]']
const MOST_NUMBER = 12

const PIECE = / (?:\[\[start\]\]|\[\[end\]\]|=>|[A-Za-z]+|\d+)|[.,:\n]/y

/**
 * The text of the wording task, one token a word: a word's token begins with the space before it, so a text is read as if a space stood before it.
 * The line break ends what the model writes.
 */
export function wordingTokenizer(): Tokenizer {
  const words = [...PROMPT_WORDS, ...KINDS, ...FRAME, ...TASK_WORDS]
  const numbers = Array.from({ length: MOST_NUMBER + 1 }, (_, n) => String(n))
  const vocabulary = ['<pad>', '\n', '.', ',', ':', ...[...words, ...numbers].map((word) => ` ${word}`)]
  const ids = new Map(vocabulary.map((text, id) => [text, id]))
  return {
    vocabulary,
    stepEnd: ids.get('\n')!,
    decode: (tokens) => tokens.map((id) => vocabulary[id] ?? '').join(''),
    encode: (text) => {
      const spaced = text.startsWith(' ') ? text : ` ${text}`
      const out: number[] = []
      PIECE.lastIndex = 0
      while (PIECE.lastIndex < spaced.length) {
        const id = ids.get(PIECE.exec(spaced)?.[0] ?? '')
        if (id === undefined) return null
        out.push(id)
      }
      return out
    },
  }
}
