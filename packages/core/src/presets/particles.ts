import { checkNumber } from '../errors.ts'
import { particlePolicy } from '../policy/particles.ts'
import type { Preset } from '../search/policy.ts'
import type { AlgorithmEntry } from './entry.ts'

export interface ParticlesOptions {
  /** Particles. Default 8. Whole, 1 to 1,024. */
  readonly n?: number
  /** Sets of particles, one after the other; 0 goes on until the budget ends. Default 1. */
  readonly rounds?: number
  /** Weights are values to the power of 1 / temperature. Default 1. Above 0. */
  readonly temperature?: number
}

/** Particle filtering (Puri 2025, Algorithm 1): sampled steps, resampled by value at every level. */
export function particles(options: ParticlesOptions = {}): Preset {
  const n = checkNumber('particles.n', options.n ?? 8, { min: 1, max: 1024, integer: true })
  const rounds = checkNumber('particles.rounds', options.rounds ?? 1, { min: 0, integer: true })
  const temperature = checkNumber('particles.temperature', options.temperature ?? 1, { min: 1e-3, max: 1e3 })
  return {
    name: 'particles',
    params: { n, rounds, temperature },
    start: () => particlePolicy({ count: n, rounds, temperature }),
  }
}

export const PARTICLES: AlgorithmEntry = {
  name: 'particles',
  about: 'particle filtering: sampled steps, resampled by value at every level',
  source: 'Puri 2025, Algorithm 1',
  options: [
    { name: 'n', default: 8, about: 'particles' },
    { name: 'rounds', default: 1, about: 'sets of particles, one after the other; 0 goes on until the budget ends' },
    { name: 'temperature', default: 1, about: 'weights are values to the power of 1 / temperature' },
  ],
  make: particles,
}
