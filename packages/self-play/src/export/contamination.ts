import { checkNumber } from '@espalier/core'

export interface Contamination {
  /** Words in a row that must be the same. */
  readonly n: number
  readonly checked: number
  /** Texts that share a run of `n` words with the reference, by their place. */
  readonly contaminated: readonly number[]
  /** Texts with fewer words than `n`: they cannot share any. */
  readonly short: number
}

/**
 * Which texts share `n` words in a row with a reference, such as the prompts of a benchmark. Words are runs of letters and digits, in lower
 * case. Default 13 words (Brown 2020, App. C). Whole, 1 to 1,000.
 */
export function contaminationOf(texts: readonly string[], references: readonly string[], n = 13): Contamination {
  checkNumber('contamination.n', n, { min: 1, max: 1000, integer: true })
  const known = new Set(references.flatMap((text) => gramsOf(wordsOf(text), n)))
  const words = texts.map(wordsOf)
  return {
    n,
    checked: texts.length,
    contaminated: words.flatMap((all, i) => (gramsOf(all, n).some((gram) => known.has(gram)) ? [i] : [])),
    short: words.filter((all) => all.length < n).length,
  }
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

function gramsOf(words: readonly string[], n: number): string[] {
  return Array.from({ length: Math.max(0, words.length - n + 1) }, (_, i) => words.slice(i, i + n).join(' '))
}
