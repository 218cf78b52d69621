import { shown, TaskError } from '../task-error.ts'
import { kindOf, plural, WORD_KINDS, type WordKind } from './words.ts'

/** What a list of words has to be like. */
export type WordingConstraint =
  | { readonly type: 'count'; readonly bound: 'exactly' | 'at least' | 'at most'; readonly words: number }
  | { readonly type: 'kind'; readonly kind: WordKind; readonly words: number }
  | { readonly type: 'avoid-kind'; readonly kind: WordKind }
  | { readonly type: 'include' | 'avoid' | 'first' | 'last'; readonly word: string }
  /** Both words are there, and the first `word` comes before the first `other`. */
  | { readonly type: 'before'; readonly word: string; readonly other: string }
  | { readonly type: 'no-repeats' }
  | { readonly type: 'commas' }

export const MOST_WORDS = 9

/** Constraints as a prompt, one sentence each. */
export function formatWording(constraints: readonly WordingConstraint[]): string {
  return constraints.map((constraint) => `${wordingSentence(constraint)}.`).join(' ')
}

/** Without its full stop. */
export function wordingSentence(constraint: WordingConstraint): string {
  switch (constraint.type) {
    case 'count':
      return `Write ${constraint.bound} ${constraint.words} words`
    case 'kind':
      return `Use exactly ${constraint.words} ${plural(constraint.kind)}`
    case 'avoid-kind':
      return `Use no ${plural(constraint.kind)}`
    case 'include':
      return `Include ${constraint.word}`
    case 'avoid':
      return `Avoid ${constraint.word}`
    case 'first':
      return `Start with ${constraint.word}`
    case 'last':
      return `End with ${constraint.word}`
    case 'before':
      return `Put ${constraint.word} before ${constraint.other}`
    case 'no-repeats':
      return 'Use no word twice'
    case 'commas':
      return 'Put commas between the words'
  }
}

const FORMS: readonly (readonly [RegExp, (match: readonly string[]) => WordingConstraint | null])[] = [
  [
    /^Write (exactly|at least|at most) (\d+) words$/,
    ([, bound, words]) => ({ type: 'count', bound: bound as 'exactly', words: Number(words) }),
  ],
  [
    /^Use exactly (\d+) (\w+)$/,
    ([, words, name]) => kindNamed(name!, (kind) => ({ type: 'kind', kind, words: Number(words) })),
  ],
  [/^Use no word twice$/, () => ({ type: 'no-repeats' })],
  [/^Use no (\w+)$/, ([, name]) => kindNamed(name!, (kind) => ({ type: 'avoid-kind', kind }))],
  [/^Include (\w+)$/, ([, word]) => ({ type: 'include', word: word! })],
  [/^Avoid (\w+)$/, ([, word]) => ({ type: 'avoid', word: word! })],
  [/^Start with (\w+)$/, ([, word]) => ({ type: 'first', word: word! })],
  [/^End with (\w+)$/, ([, word]) => ({ type: 'last', word: word! })],
  [/^Put commas between the words$/, () => ({ type: 'commas' })],
  [/^Put (\w+) before (\w+)$/, ([, word, other]) => ({ type: 'before', word: word!, other: other! })],
]

function kindNamed(name: string, make: (kind: WordKind) => WordingConstraint): WordingConstraint | null {
  const kind = WORD_KINDS.find((one) => plural(one) === name)
  return kind === undefined ? null : make(kind)
}

/** Reads what {@link formatWording} writes. Throws a TaskError INVALID_QUESTION that names the sentence. */
export function parseWording(prompt: string): readonly WordingConstraint[] {
  const sentences = prompt.trim().split(/(?<=\.)\s+/)
  return sentences.map((text, i) => {
    const constraint = text.endsWith('.') ? readSentence(text.slice(0, -1)) : null
    if (constraint !== null && namesKnownWords(constraint)) return constraint
    throw new TaskError('INVALID_QUESTION', 'Not a wording task', {
      got: shown(text),
      expected: 'a sentence such as "Include fox." with words of the task',
      where: `sentence ${i + 1}`,
    })
  })
}

function readSentence(text: string): WordingConstraint | null {
  for (const [form, read] of FORMS) {
    const match = form.exec(text)
    if (match !== null) return read(match)
  }
  return null
}

function namesKnownWords(constraint: WordingConstraint): boolean {
  if ('words' in constraint && constraint.words > MOST_WORDS) return false
  const words = [
    ...('word' in constraint ? [constraint.word] : []),
    ...('other' in constraint ? [constraint.other] : []),
  ]
  return words.every((word) => kindOf(word) !== undefined)
}
