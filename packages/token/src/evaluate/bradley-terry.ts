import { checkNumber, SearchError } from '@espalier/core'

/** What a comparison of two siblings came to: who is better. Null: it could not be said, and counts for nothing. */
export interface PairResult {
  /** Indices of the two. */
  readonly a: number
  readonly b: number
  readonly winner: 'a' | 'b' | 'tie' | null
}

/** How comparisons become values. */
export type PairValue = 'bradley-terry' | 'win-rate'

/** Share of its comparisons that each won, a tie as half a win, in [0, 1]; one half for one without comparisons. */
export function winRates(count: number, results: readonly PairResult[]): readonly number[] {
  const { wins, games } = tallyPairs(count, results)
  return wins.map((won, i) => (games[i] === 0 ? 0.5 : won / games[i]!))
}

const ROUNDS = 1000
const TOLERANCE = 1e-12

/**
 * The chance of each to beat another one of them, by the model of Bradley and Terry (1952): P(i beats j) = s_i / (s_i + s_j). In (0, 1). Strengths by
 * minorisation-maximisation (Hunter 2004, eq. 3) with one tie of each against an opponent of strength 1, so that there is always one finite solution; a tie is
 * half a win for both. What few comparisons say is so drawn to one half.
 */
export function bradleyTerry(count: number, results: readonly PairResult[]): readonly number[] {
  const { wins, met } = tallyPairs(count, results)
  let strengths = new Array<number>(count).fill(1)
  for (let round = 0; round < ROUNDS; round++) {
    const next = strengths.map((own, i) => {
      const against = strengths.reduce((sum, other, j) => sum + met[i]![j]! / (own + other), 1 / (own + 1))
      return (wins[i]! + 0.5) / against
    })
    const moved = Math.max(0, ...next.map((own, i) => Math.abs(own - strengths[i]!) / own))
    strengths = next
    if (moved < TOLERANCE) break
  }
  return strengths.map((own, i) => {
    const others = strengths.filter((_, j) => j !== i)
    return others.length === 0 ? 0.5 : others.reduce((sum, other) => sum + own / (own + other), 0) / others.length
  })
}

function tallyPairs(count: number, results: readonly PairResult[]) {
  checkNumber('count', count, { min: 0, max: 1000, integer: true })
  const wins = new Array<number>(count).fill(0)
  const met = Array.from({ length: count }, () => new Array<number>(count).fill(0))
  for (const { a, b, winner } of results) {
    if (a === b || met[a] === undefined || met[b] === undefined)
      throw new SearchError('INVALID_OPTIONS', `results: got a comparison of ${a} and ${b}, expected two of ${count}`)
    if (winner === null) continue
    const wonByA = winner === 'a' ? 1 : winner === 'tie' ? 0.5 : 0
    wins[a]! += wonByA
    wins[b]! += 1 - wonByA
    met[a][b]! += 1
    met[b][a]! += 1
  }
  return { wins, met, games: met.map((row) => row.reduce((sum, n) => sum + n, 0)) }
}
