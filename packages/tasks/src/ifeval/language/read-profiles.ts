/**
 * A language, and its letters, pairs and triples of letters by how often it writes them: levels of a twelfth of a doubling from
 * {@link FLOOR} on, separated by `|`, the n-grams of a level without anything between them. No character takes two units of UTF-16.
 */
export type CompactProfile = readonly [language: string, letters: string, pairs: string, triples: string]

const LEVELS_PER_DOUBLING = 12
const FLOOR = 1e-5
/** More than a level can be. */
const LEVELS = 1 << 10

export interface Profiles {
  /** ISO 639-1, Chinese as `zh-cn` and `zh-tw`. */
  readonly languages: readonly string[]
  /** By language, the share of an n-gram among those of its length; null for one that no language has. */
  readonly sharesOf: (gram: string) => Float64Array | null
}

export function readProfiles(compact: readonly CompactProfile[]): Profiles {
  const entries = new Map<string, number[]>()
  for (const [language, [, ...byLength]] of compact.entries())
    for (const [i, levels] of byLength.entries())
      for (const [level, text] of levels.split('|').entries())
        for (let at = 0; at < text.length; at += i + 1) {
          const gram = text.slice(at, at + i + 1)
          const entry = language * LEVELS + level
          const others = entries.get(gram)
          if (others === undefined) entries.set(gram, [entry])
          else others.push(entry)
        }
  const seen = new Map<string, Float64Array>()
  const sharesOf = (gram: string): Float64Array | null => {
    const known = seen.get(gram)
    if (known !== undefined) return known
    const found = entries.get(gram)
    if (found === undefined) return null
    const shares = new Float64Array(compact.length)
    for (const entry of found)
      shares[Math.floor(entry / LEVELS)] = FLOOR * 2 ** ((entry % LEVELS) / LEVELS_PER_DOUBLING)
    seen.set(gram, shares)
    return shares
  }
  return { languages: compact.map(([language]) => language), sharesOf }
}
