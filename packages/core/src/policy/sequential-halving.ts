/**
 * Visits that a child must have to be considered, by simulation: sequential halving as a schedule (Karnin 2013; Danihelka 2022, §3.3;
 * mctx's `get_sequence_of_considered_visits`). `considered` children get equal visits in each round, then the better half goes on, never
 * fewer than two. Rounds are sized for `simulations`; the schedule goes on with two beyond them.
 */
export function consideredVisits(considered: number, simulations: number): (simulation: number) => number {
  if (considered <= 1) return (simulation) => simulation
  const rounds = bitsOf(considered)
  const sequence: number[] = []
  const visits = Array.from({ length: considered }, () => 0)
  let left = considered
  return (simulation) => {
    while (sequence.length <= simulation) {
      const times = Math.max(1, Math.floor(simulations / (rounds * left)))
      for (let time = 0; time < times; time++) for (let i = 0; i < left; i++) sequence.push(visits[i]!++)
      left = Math.max(2, Math.floor(left / 2))
    }
    return sequence[simulation]!
  }
}

/** log2, rounded up. */
function bitsOf(n: number): number {
  let bits = 0
  while (2 ** bits < n) bits++
  return bits
}
