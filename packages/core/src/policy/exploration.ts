import { portableLog } from '../portable-math.ts'

/** Of MuZero's weight (Schrittwieser 2020, App. B). */
export const PUCT_BASE = 19_652

/** What the exploration terms of a node's children have in common in PUCT: c(s) sqrt(N), c(s) = c + log((N + base + 1) / base). */
export function puctWeight(visits: number, c: number, base: number): number {
  return (c + portableLog((visits + base + 1) / base)) * Math.sqrt(visits)
}

/** U(s,a) = c(s) P(s,a) sqrt(N(s)) / (1 + N(s,a)), of a weight and a prior that are multiplied already. */
export function puctTerm(weightedPrior: number, visits: number): number {
  return weightedPrior / (1 + visits)
}

/** What the exploration terms of a node's children have in common in UCT: c^2 ln N. */
export function uctWeight(visits: number, c: number): number {
  return c * c * portableLog(Math.max(1, visits))
}

/** U(s,a) = c sqrt(ln N(s) / N(s,a)), for a child with visits. */
export function uctTerm(weight: number, visits: number): number {
  return Math.sqrt(weight / visits)
}

/** A prior with its part of the Dirichlet noise at the root (Silver 2017, Methods): gammas over their sum are a Dirichlet. */
export function noisyPrior(prior: number, fraction: number, gamma: number, gammaSum: number): number {
  return (1 - fraction) * prior + (fraction * gamma) / gammaSum
}
