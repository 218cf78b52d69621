import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import type { SearchTransport } from '@espalier/client'
import type { SearchRequest } from '@espalier/protocol'
import {
  DEFAULT_PORT,
  ServerError,
  StoreError,
  startServer,
  type RemoteModels,
  type RunningServer,
} from '@espalier/server'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { hasColor } from '../io.ts'
import { openRemoteModels } from '../run/open-remote-models.ts'
import { readCheckpoints } from '../run/read-checkpoints.ts'
import { runOnServer, serverAt } from '../run/run-on-server.ts'
import { createPalette } from '../view/palette.ts'
import type { World } from '../world.ts'
import { wholeNumber } from './arguments.ts'
import { solveInTurn } from './demo.ts'
import { addServedOptions, type ServedOptions } from './served-options.ts'

interface ServeOptions extends ServedOptions {
  readonly port: number
  readonly host: string
  readonly data?: string
  readonly memory?: true
  readonly example?: true
}

/** Where the built page lies in a checkout. */
const PLAYGROUND = fileURLToPath(new URL('../../../playground/dist', import.meta.url))

/** Five numbers, and no end at the first solution: a tree that can be watched for a while. */
const EXAMPLE: SearchRequest = {
  name: 'example',
  task: 'countdown',
  problem: { numbers: [2, 5, 8, 11, 12], target: 97 },
  budget: { trials: 20_000 },
  seed: 1,
}

export function addServeCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  const command = program
    .command('serve')
    .summary('serve searches over HTTP, and the page to watch them')
    .description(
      'Serve searches over HTTP and the playground on one port. Other machines are let in only with a key, from ESPALIER_API_KEY.',
    )
    .option('--port <n>', 'port; 0 takes any free one', wholeNumber(0, 65_535), DEFAULT_PORT)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--data <folder>', 'where searches are kept (default: ~/.espalier/searches)')
    .option('--memory', 'keep searches in memory only')
    .option('--example', 'start an example search, and solve a few puzzles on the terminal')
  addServedOptions(command).action(async (options: ServeOptions) => done(await serve(world, options)))
}

async function serve({ io }: World, options: ServeOptions): Promise<ExitCode> {
  if (options.example === true && options.trace !== 'full')
    throw new CliError(ExitCode.usage, `--example: --trace ${options.trace} does not show it`)
  let stopping = false
  const stopped = new Promise<void>((resolve) => {
    io.onInterrupt(() => {
      stopping = true
      resolve()
    })
  })
  const data = options.memory === true ? null : (options.data ?? join(homedir(), '.espalier', 'searches'))
  const key = io.env['ESPALIER_API_KEY']
  const apiKey = key === undefined || key === '' ? {} : { apiKey: key }
  const remote = options.models === undefined ? null : openRemoteModels(options.models, io)
  const server = await started(options, data, apiKey, remote)
  const transport = serverAt(server.url, io)
  const palette = createPalette(hasColor(io.stdout, io.env))
  const lines = [
    `${palette.bold('espalier')}  ${server.url}`,
    existsSync(PLAYGROUND)
      ? 'Open that address to watch searches.'
      : 'The page is not built yet: npm run build. Searches over HTTP work.',
    palette.dim(`interface  ${server.url}/docs`),
    palette.dim(`searches   ${data ?? 'in memory, gone with this process'}`),
  ]
  if (options.example === true) lines.splice(2, 0, `example    ${server.url}/s/${await startExample(transport)}`)
  io.stdout.write(`${lines.join('\n')}\n${palette.dim('Ctrl-C stops; unfinished searches go on at the next start.')}\n`)
  if (options.example === true) {
    io.stdout.write('\nMeanwhile, puzzles that the model has never seen, solved on this server:\n\n')
    const code = await solveInTurn(io, (request, view) => runOnServer(request, {}, transport, io, view))
    if (code === ExitCode.ok && !stopping) io.stdout.write(`\n${palette.bold(`Serving ${server.url}`)}\n`)
  }
  await stopped
  await server.close()
  await remote?.close()
  return ExitCode.ok
}

async function started(
  { port, host, trace, ...files }: ServeOptions,
  data: string | null,
  apiKey: { readonly apiKey?: string },
  remote: RemoteModels | null,
): Promise<RunningServer> {
  const checkpoints = await readCheckpoints(files)
  try {
    return await startServer({
      port,
      host,
      checkpoints,
      trace,
      playgroundDirectory: PLAYGROUND,
      ...(data === null ? {} : { dataDirectory: data }),
      ...(remote === null ? {} : { providers: remote.providers, languageModels: remote.languageModels }),
      ...apiKey,
    })
  } catch (error) {
    if (error instanceof ServerError) throw new CliError(ExitCode.server, error.message, { cause: error })
    if (error instanceof StoreError) throw new CliError(ExitCode.file, error.message, { cause: error })
    throw error
  }
}

async function startExample(transport: SearchTransport): Promise<string> {
  return (await transport.create(EXAMPLE)).id
}
