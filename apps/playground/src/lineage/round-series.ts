import type { Lineage, Share } from '@espalier/protocol'

/** A line of the chart: a share by round. */
export interface Series {
  readonly id: 'solved' | 'verified' | 'searched' | 'greedy'
  readonly name: string
  readonly points: readonly { readonly round: number; readonly share: Share }[]
}

/** What a run has to show by round; series without a point are left out. */
export function roundSeries({ rounds, heldOut }: Pick<Lineage, 'rounds' | 'heldOut'>): readonly Series[] {
  const points = <T extends { readonly round: number }>(rows: readonly T[], shareOf: (row: T) => Share | null) =>
    rows.flatMap((row) => {
      const share = shareOf(row)
      return share === null ? [] : [{ round: row.round, share }]
    })
  const all: readonly Series[] = [
    { id: 'solved', name: 'Searches above the gate', points: points(rounds, ({ solved }) => solved) },
    {
      id: 'verified',
      name: 'Refinements verified',
      points: points(rounds, ({ refinementsHonesty }) => refinementsHonesty?.verified ?? null),
    },
    { id: 'searched', name: 'Held out, searched', points: points(heldOut, ({ searched }) => searched) },
    { id: 'greedy', name: 'Held out, greedy', points: points(heldOut, ({ greedy }) => greedy) },
  ]
  return all.filter(({ points: some }) => some.length > 0)
}

/** The rounds that any series has a point at, in order. */
export const roundsOf = (series: readonly Series[]): readonly number[] =>
  [...new Set(series.flatMap(({ points }) => points.map(({ round }) => round)))].sort((a, b) => a - b)
