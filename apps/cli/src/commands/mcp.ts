import type { Command } from 'commander'
import { jsonLogger, serveMcpStdio, StoreError, type RemoteModels, type RunningMcp } from '@espalier/server'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { openRemoteModels } from '../run/open-remote-models.ts'
import { readCheckpoints } from '../run/read-checkpoints.ts'
import type { World } from '../world.ts'
import { addServedOptions, type ServedOptions } from './served-options.ts'

interface McpOptions extends ServedOptions {
  readonly data?: string
}

export function addMcpCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  const command = program
    .command('mcp')
    .summary('offer searches to an MCP client over standard input and output')
    .description(
      'Serve the tools search, inspect and refine by the Model Context Protocol, for a client that starts this command. espalier serve has the same over HTTP, at /mcp.',
    )
    .option('--data <folder>', 'where searches are kept (default: in memory)')
  addServedOptions(command).action(async (options: McpOptions) => done(await mcp(world, options)))
}

async function mcp({ io }: World, options: McpOptions): Promise<ExitCode> {
  const remote = options.models === undefined ? null : openRemoteModels(options.models, io)
  const running = await started(options, remote, (line) => io.stderr.write(line))
  const interrupted = new Promise<void>((resolve) => void io.onInterrupt(resolve))
  await Promise.race([running.gone, interrupted])
  await running.close()
  await remote?.close()
  return ExitCode.ok
}

async function started(
  { data, trace, ...files }: McpOptions,
  remote: RemoteModels | null,
  write: (line: string) => void,
): Promise<RunningMcp> {
  const checkpoints = await readCheckpoints(files)
  try {
    return await serveMcpStdio({
      checkpoints,
      trace,
      logger: jsonLogger(write, Date.now),
      ...(data === undefined ? {} : { dataDirectory: data }),
      ...(remote === null ? {} : { languageModels: remote.languageModels }),
    })
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(ExitCode.file, error.message, { cause: error })
    throw error
  }
}
