import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { HttpDeps } from '../http/http-deps.ts'
import type { Logger } from '../world/logger.ts'
import { addInspectTool } from './tools/inspect-tool.ts'
import { addRefineTool } from './tools/refine-tool.ts'
import { addSearchTool } from './tools/search-tool.ts'

export interface McpDeps extends HttpDeps {
  readonly logger: Logger
  readonly version: string
  /** Fires when the server stops: whoever waits is told so, and searches go on with the next process. */
  readonly stopping: AbortSignal
}

const INSTRUCTIONS =
  'Espalier answers by tree search: models propose steps, values say where to look next, and a verifier proves answers where the task has one. ' +
  '`search` runs one and gives its answer and id; `inspect` shows by that id what was tried; `refine` begins with an answer that you have.'

/** A server of the Model Context Protocol over the searches of this one; to be connected to one client. */
export function createMcpServer(deps: McpDeps): McpServer {
  const server = new McpServer({ name: 'espalier', version: deps.version }, { instructions: INSTRUCTIONS })
  addSearchTool(server, deps)
  addInspectTool(server, deps)
  addRefineTool(server, deps)
  return server
}
