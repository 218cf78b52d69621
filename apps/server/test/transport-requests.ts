import type { TransportSuiteOptions } from '@espalier/testing'

/** What the suite of transports asks of a server. */
export const requests: Omit<TransportSuiteOptions, 'open'> = {
  short: {
    task: 'countdown',
    model: 'uniform',
    problem: { numbers: [2, 3, 4] },
    budget: { trials: 400 },
    seed: 1,
  },
  thoughts: {
    task: 'prosqa',
    model: 'prosqa-latent',
    problem: {
      question:
        'Every lempus is a zumpus. Tom is a lempus. Max is a scrompus. Every lempus is a wumpus. Is Tom a zumpus or scrompus?',
    },
    budget: { trials: 40 },
    seed: 1,
  },
  judged: {
    task: 'seating',
    model: 'uniform',
    problem: {
      people: ['Ada', 'Ben', 'Cleo', 'Dan'],
      constraints: [
        { type: 'at-an-end', person: 'Ada' },
        { type: 'left-of', person: 'Ben', other: 'Ada' },
        { type: 'apart', person: 'Cleo', other: 'Ada', between: 1 },
      ],
    },
    budget: { trials: 60 },
    seed: 1,
  },
  endless: {
    task: 'countdown',
    model: 'uniform',
    problem: { numbers: [3, 5, 7, 11, 13, 17], target: 9973 },
    budget: { trials: 1_000_000 },
    concurrency: 2,
  },
}
