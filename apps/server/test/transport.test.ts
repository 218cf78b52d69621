import { httpTransport, platformDelay, platformRandom } from '@espalier/client'
import { describeTransport } from '@espalier/testing'
import { startServer } from '../src/start-server.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** The client over a real socket, searches on disk: what it may rely on in a browser's own searches, it may rely on here. */
describeTransport('http', {
  short: {
    task: 'countdown',
    model: 'uniform',
    problem: { numbers: [2, 3, 4] },
    budget: { trials: 400 },
    seed: 1,
  },
  endless: {
    task: 'countdown',
    model: 'uniform',
    problem: { numbers: [3, 5, 7, 11, 13, 17], target: 9973 },
    budget: { trials: 1_000_000 },
    concurrency: 2,
  },
  open: async () => {
    const server = await startServer({ port: 0, dataDirectory: temporaryDirectory() })
    const transport = httpTransport({ baseUrl: server.url, fetch, delay: platformDelay, random: platformRandom })
    return { transport, close: () => server.close() }
  },
})
