import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { openApp } from '../open-app.ts'
import type { ServerOptions } from '../start-server.ts'

export type McpStdioOptions = Pick<
  ServerOptions,
  'dataDirectory' | 'checkpoints' | 'languageModels' | 'limits' | 'trace' | 'logger'
>

export interface RunningMcp {
  /** Resolves when the client has gone. */
  readonly gone: Promise<void>
  /** Stops in order: searches that are under way are left where the next start goes on with them. May be called again. */
  close(): Promise<void>
}

/**
 * The tools over standard input and output, for a client that started this process. Nothing else may write to standard output. Rejects as
 * `startServer` does.
 */
export async function serveMcpStdio(options: McpStdioOptions): Promise<RunningMcp> {
  const { server, store } = openApp(options, { hosts: [], origins: [] })
  await server.start()
  const mcp = server.mcp()
  const gone = new Promise<void>((resolve) => {
    Object.assign(mcp.server, { onclose: resolve })
    // The transport does not say that its input has ended, which is how clients leave.
    process.stdin.once('end', resolve)
  })
  await mcp.connect(new StdioServerTransport())
  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    await server.stop()
    await mcp.close()
    await store.close()
  }
  return { gone, close: () => (closing ??= close()) }
}
