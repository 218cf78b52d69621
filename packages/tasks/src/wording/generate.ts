import { drawIndex, seededDraw, type Draw } from '../countdown/seeded.ts'
import { MOST_WORDS, formatWording, type WordingConstraint } from './constraint.ts'
import { verifyWording } from './verify.ts'
import { kindOf, WORD_KINDS, WORDS } from './words.ts'

/** Constraints, and a list of words that meets them all. */
export interface WordingTask {
  readonly constraints: readonly WordingConstraint[]
  readonly solution: string
}

const ALL_WORDS = WORD_KINDS.flatMap((kind) => WORDS[kind])
const FEWEST_WORDS = 3
const MOST_DRAWN_WORDS = 6
const BOUNDS = ['exactly', 'exactly', 'at least', 'at most'] as const

/**
 * Tasks one after another, without end, the same for the same seed. A list of words is drawn first and constraints that it meets after it, so every
 * task can be done: one on the number of words, and two to five others.
 */
export function wordingTasks(seed: number): () => WordingTask {
  const draw = seededDraw(seed)
  return () => drawTask(draw)
}

/** One of so many equal parts of all prompts, by the prompt's text: a way to keep prompts apart for good. */
export function wordingShard(constraints: readonly WordingConstraint[], shards: number): number {
  let hash = 0x811c9dc5
  for (const character of formatWording(constraints)) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0
  }
  return (hash >>> 4) % shards
}

function drawTask(draw: Draw): WordingTask {
  const words = drawWords(draw)
  const wanted = 3 + drawIndex(draw, 4)
  const constraints: WordingConstraint[] = [countOf(draw, words.length)]
  const solution = words.join(', ')
  for (let tries = 0; constraints.length < wanted && tries < 100; tries++) {
    const constraint = drawConstraint(draw, words)
    const isNew = constraints.every((other) => subjectOf(other) !== subjectOf(constraint))
    if (isNew && verifyWording([constraint], solution).follows) constraints.push(constraint)
  }
  const asksCommas = constraints.some(({ type }) => type === 'commas')
  return { constraints, solution: asksCommas ? solution : words.join(' ') }
}

/** Words of few kinds and with repeats now and then, so that constraints on both have something to say. */
function drawWords(draw: Draw): readonly string[] {
  const length = FEWEST_WORDS + drawIndex(draw, MOST_DRAWN_WORDS - FEWEST_WORDS + 1)
  const kinds = WORD_KINDS.filter(() => draw() < 0.7)
  const pool = kinds.length === 0 ? ALL_WORDS : kinds.flatMap((kind) => WORDS[kind])
  return Array.from({ length }, () => pool[drawIndex(draw, pool.length)]!)
}

function countOf(draw: Draw, length: number): WordingConstraint {
  const bound = BOUNDS[drawIndex(draw, BOUNDS.length)]!
  const slack = bound === 'exactly' ? 0 : drawIndex(draw, 3)
  const words = bound === 'at most' ? Math.min(MOST_WORDS, length + slack) : Math.max(2, length - slack)
  return { type: 'count', bound, words }
}

function drawConstraint(draw: Draw, words: readonly string[]): WordingConstraint {
  const word = words[drawIndex(draw, words.length)]!
  const kind = WORD_KINDS[drawIndex(draw, WORD_KINDS.length)]!
  switch (drawIndex(draw, 9)) {
    case 0:
      return { type: 'kind', kind, words: words.filter((one) => kindOf(one) === kind).length || 1 }
    case 1:
      return { type: 'avoid-kind', kind }
    case 2:
      return { type: 'include', word }
    case 3:
      return { type: 'avoid', word: ALL_WORDS[drawIndex(draw, ALL_WORDS.length)]! }
    case 4:
      return { type: 'first', word: words[0]! }
    case 5:
      return { type: 'last', word: words.at(-1)! }
    case 6:
      return { type: 'before', word, other: words[drawIndex(draw, words.length)]! }
    case 7:
      return { type: 'no-repeats' }
    default:
      return { type: 'commas' }
  }
}

/** Two constraints with the same subject say the same, or contradict or hide each other. */
function subjectOf(constraint: WordingConstraint): string {
  const { type } = constraint
  if (type === 'kind' || type === 'avoid-kind') return `kind ${constraint.kind}`
  if (type === 'include' || type === 'avoid') return `word ${constraint.word}`
  return type === 'before' ? `before ${constraint.word} ${constraint.other}` : type
}

const SPACE = /,? /

/**
 * A text with so many slips in it: a word lost, added, changed or moved, or commas where none belong. What people get wrong when they write such lists.
 */
export function withSlips(draw: Draw, text: string, slips: number): string {
  const words = text.split(SPACE)
  let hasCommas = text.includes(',')
  for (let i = 0; i < slips; i++) {
    const at = drawIndex(draw, words.length)
    const [word, other] = [words[at]!, ALL_WORDS[drawIndex(draw, ALL_WORDS.length)]!]
    switch (drawIndex(draw, 6)) {
      case 0:
        if (words.length > 1) words.splice(at, 1)
        break
      case 1:
        words.splice(at, 0, other)
        break
      case 2:
        words.splice(at, 0, word)
        break
      case 3:
        words[at] = other
        break
      case 4:
        words.splice(at, 1)
        words.splice(drawIndex(draw, words.length + 1), 0, word)
        break
      default:
        hasCommas = !hasCommas
    }
  }
  return words.slice(0, MOST_WORDS).join(hasCommas ? ', ' : ' ')
}

/** A text of as many words, each of them another with a chance of `share`: any word of the task, or one that the text has already. */
export function withOtherWords(draw: Draw, text: string, share: number): string {
  const words = text.split(SPACE)
  const other = (): string => {
    const pool = draw() < 0.5 ? words : ALL_WORDS
    return pool[drawIndex(draw, pool.length)]!
  }
  return words.map((word) => (draw() < share ? other() : word)).join(text.includes(',') ? ', ' : ' ')
}
