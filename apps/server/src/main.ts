import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isCatalogError } from '@espalier/catalog'
import { isModelError } from '@espalier/models'
import { TRACE_LEVELS, type TraceLevel } from '@espalier/protocol'
import { readCountdownCheckpoint, readProsqaCheckpoint, readShippedCheckpoints } from '@espalier/models/node'
import { readRemoteModels } from './remote-models.ts'
import { ServerError } from './server-error.ts'
import { DEFAULT_PORT, startServer } from './start-server.ts'
import { StoreError } from './store/search-store.ts'
import { jsonLogger } from './world/logger.ts'

const USAGE = `Usage: espalier-server [--port ${DEFAULT_PORT}] [--host 127.0.0.1] [--data FOLDER | --memory] [--playground FOLDER]
                       [--countdown FILE] [--prosqa FILE] [--models FILE] [--origin ORIGIN]...
                       [--trace full | summary | sealed | off]

--countdown and --prosqa name other checkpoints of the embedded models. --models names a file of models behind other servers:
{"models": {"NAME": {"baseUrl": "https://…/v1", "model": "…", "keyVariable": "VARIABLE", "search": {"judge": "NAME"}}}, "prices": {"…": {"prompt": 1, "completion": 2}}, "capUsd": 5}
--trace: how much of any search is shown, at most. summary hides what steps say; sealed shows a seal in place of the tree; off shows answers alone.
The key that clients must send is read from ESPALIER_API_KEY; listening beyond this machine needs one.
`

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  memory: { type: 'boolean' },
  playground: { type: 'string' },
  countdown: { type: 'string' },
  prosqa: { type: 'string' },
  models: { type: 'string' },
  origin: { type: 'string', multiple: true },
  trace: { type: 'string' },
  help: { type: 'boolean' },
} as const

/** The server as a program: listens until it is told to stop. A second signal ends it at once. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS })
  if (values.help === true) {
    process.stdout.write(USAGE)
    return
  }
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port)
  if (!(Number.isInteger(port) && port >= 0 && port < 65_536)) {
    throw new TypeError(`--port: got ${values.port}, expected a number from 0 to 65535`)
  }
  const { host, countdown, prosqa, models, playground, origin, memory, trace } = values
  if (trace !== undefined && !isLevel(trace))
    throw new TypeError(`--trace: got ${trace}, expected one of ${TRACE_LEVELS.join(', ')}`)
  const apiKey = process.env['ESPALIER_API_KEY']
  const logger = jsonLogger((line) => process.stderr.write(line), Date.now)
  const checkpoints = {
    ...(await readShippedCheckpoints()),
    ...(countdown === undefined ? {} : { countdown: await readCountdownCheckpoint(countdown) }),
    ...(prosqa === undefined ? {} : { prosqa: await readProsqaCheckpoint(prosqa) }),
  }
  const remote =
    models === undefined
      ? null
      : readRemoteModels(await readFile(models, 'utf8'), process.env, (notice) => {
          logger.info('a model behind another server', { ...notice })
        })
  const server = await startServer({
    port,
    logger,
    ...(host === undefined ? {} : { host }),
    ...(memory === true ? {} : { dataDirectory: values.data ?? join(homedir(), '.espalier', 'searches') }),
    ...(apiKey === undefined || apiKey === '' ? {} : { apiKey }),
    ...(playground === undefined ? {} : { playgroundDirectory: playground }),
    checkpoints,
    ...(remote === null ? {} : { providers: remote.providers, languageModels: remote.languageModels }),
    ...(origin === undefined ? {} : { origins: origin }),
    ...(trace === undefined ? {} : { trace }),
  })
  process.stdout.write(`${server.url}\n`)
  let asked = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1)
      asked = true
      void Promise.all([server.close(), remote?.close()]).then(() => process.exit(0))
    })
  }
}

const isLevel = (text: string): text is TraceLevel => (TRACE_LEVELS as readonly string[]).includes(text)

try {
  await main()
} catch (error) {
  const isOurs =
    error instanceof ServerError || error instanceof StoreError || error instanceof TypeError || isCatalogError(error)
  process.stderr.write(`error: ${isOurs || isModelError(error) ? error.message : String((error as Error).stack)}\n`)
  process.exitCode = error instanceof TypeError || isCatalogError(error) ? 2 : 1
}
