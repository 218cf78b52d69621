import { newController, type Signal } from '@espalier/core'
import MiniSearch from 'minisearch'
import { cosine, type EmbedFn, type Passage, type RetrieveFn } from './passage.ts'

/** A passage as it is put into an index. */
export type IndexedPassage = Omit<Passage, 'score'>

export interface HybridIndexOptions {
  readonly passages: readonly IndexedPassage[]
  /** Default: none, and BM25 ranks alone. */
  readonly embed?: EmbedFn
  /** Passages that each ranking brings in before they are merged. Default 50. */
  readonly depth?: number
}

/** Weight of the first places (Cormack 2009, §2). */
const FUSION = 60

/**
 * An index in this process over passages: BM25 (MiniSearch, which ranks by BM25+) and vectors compared one by one, merged by reciprocal ranks, score =
 * sum of 1 / (60 + rank) over both (Cormack, Clarke and Büttcher 2009). Ties keep the order of the passages, so the same query finds the same. Throws a
 * TypeError for ids that come twice. Meant for up to some ten thousand passages; the vectors are made here, once.
 */
export async function hybridIndex(options: HybridIndexOptions): Promise<RetrieveFn> {
  const { passages, embed, depth = 50 } = options
  const places = new Map(passages.map(({ id }, place) => [id, place]))
  if (places.size < passages.length) throw new TypeError('hybridIndex: got an id twice, expected ids that differ')
  const words = new MiniSearch<{ readonly id: number; readonly text: string }>({
    fields: ['text'],
    tokenize: (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [],
    searchOptions: { combineWith: 'OR' },
  })
  words.addAll(passages.map(({ text }, id) => ({ id, text })))
  const texts = passages.map(({ text }) => text)
  const vectors = embed === undefined ? [] : await embed(texts, { signal: newController().signal })

  async function nearest(query: string, signal: Signal): Promise<readonly number[]> {
    if (embed === undefined) return []
    const [vector] = await embed([query], { signal })
    const near = vectors.map((other, place) => ({ place, likeness: cosine(vector!, other) }))
    return near
      .filter(({ likeness }) => likeness > 0)
      .toSorted((a, b) => b.likeness - a.likeness || a.place - b.place)
      .map(({ place }) => place)
  }

  return async (query, k, { signal }) => {
    const matches = words
      .search(query)
      .map(({ id, score }) => ({ place: id as number, score }))
      .toSorted((a, b) => b.score - a.score || a.place - b.place)
    const rankings = [matches.map(({ place }) => place), await nearest(query, signal)]
    const scores = new Map<number, number>()
    for (const ranking of rankings)
      for (const [rank, place] of ranking.slice(0, depth).entries())
        scores.set(place, (scores.get(place) ?? 0) + 1 / (FUSION + rank + 1))
    return [...scores]
      .toSorted(([a, x], [b, y]) => y - x || a - b)
      .slice(0, k)
      .map(([place, score]) => ({ ...passages[place]!, score }))
  }
}
