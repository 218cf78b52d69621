import type { InstructedPrompt } from './prompts-file.ts'
import { splitAtSpace } from './python/text.ts'

/** The share of pairs of words that two wordings of one prompt have in common at least. */
const LEAST_ALIKE = 0.7

/** The prompt whose words are most like the wording, null where none is much like it. */
export function mostAlike(wording: string, prompts: readonly InstructedPrompt[]): InstructedPrompt | null {
  let best: InstructedPrompt | null = null
  let bestShare = LEAST_ALIKE
  for (const prompt of prompts) {
    const share = commonShare(pairsOf(wording), pairsOf(prompt.prompt))
    if (share >= bestShare) [best, bestShare] = [prompt, share]
  }
  return best
}

/** Dice's coefficient. */
function commonShare(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((pair) => b.has(pair)).length
  return (2 * common) / (a.size + b.size)
}

/** Pairs of words that follow each other, with the ends. */
function pairsOf(text: string): ReadonlySet<string> {
  const words = ['', ...splitAtSpace(text.toLowerCase()), '']
  return new Set(words.slice(1).map((word, i) => `${words[i]} ${word}`))
}
