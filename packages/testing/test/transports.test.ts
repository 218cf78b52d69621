import * as runner from '@espalier/catalog'
import {
  localTransport,
  platformBreathe,
  platformClock,
  platformDelay,
  platformWallClock,
  portTransport,
  serveTransport,
  type SearchTransport,
} from '@espalier/client'
import { untrainedProsqa } from '@espalier/models'
import { describeTransport } from '../src/index.ts'

const catalog = runner.createCatalog({ checkpoints: { prosqa: untrainedProsqa() } })

const local = (): SearchTransport =>
  localTransport({
    runner,
    catalog,
    clock: platformClock,
    wallClock: platformWallClock,
    breathe: platformBreathe,
    delay: platformDelay,
  })

const requests = {
  short: {
    task: 'countdown',
    problem: { numbers: [2, 3, 4] },
    algorithm: { name: 'uct' },
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
    problem: { numbers: [3, 5, 7, 11, 13, 17], target: 9973 },
    budget: { trials: 1_000_000 },
    concurrency: 2,
  },
}

describeTransport('local', {
  ...requests,
  open: () => Promise.resolve({ transport: local(), close: () => Promise.resolve() }),
})

describeTransport('port', {
  ...requests,
  open: () => {
    const { port1, port2 } = new MessageChannel()
    const stop = serveTransport(local(), port1)
    const transport = portTransport(port2)
    const close = (): Promise<void> => {
      transport.close()
      stop()
      port1.close()
      return Promise.resolve()
    }
    return Promise.resolve({ transport, close })
  },
})
