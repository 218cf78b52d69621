import { httpTransport, platformDelay, platformRandom } from '@espalier/client'
import { untrainedProsqa } from '@espalier/models'
import { describeTransport } from '@espalier/testing'
import { startServer } from '../src/start-server.ts'
import { temporaryDirectory } from './temporary-directory.ts'
import { requests } from './transport-requests.ts'

/** The client over a real socket, searches on disk: what it may rely on in a browser's own searches, it may rely on here. */
describeTransport('http', {
  ...requests,
  open: async () => {
    const checkpoints = { prosqa: untrainedProsqa() }
    const server = await startServer({ port: 0, dataDirectory: temporaryDirectory(), checkpoints })
    const transport = httpTransport({ baseUrl: server.url, fetch, delay: platformDelay, random: platformRandom })
    return { transport, close: () => server.close() }
  },
})
