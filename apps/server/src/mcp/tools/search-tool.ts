import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { catalogInfos } from '@espalier/catalog'
import type { McpDeps } from '../mcp-server.ts'
import { followSearch, resultOf } from './follow-search.ts'
import { searchInput, specOf } from './search-input.ts'
import { answering } from './tool-result.ts'

/** `search`: runs a search to its end, with progress, unless the client calls it off. */
export function addSearchTool(server: McpServer, deps: McpDeps): void {
  const { service, catalog, limits, logger } = deps
  const { models } = catalogInfos(catalog)
  const names = models.map(({ name, tasks }) => `${name} (${tasks.join(', ')})`).join('; ')
  server.registerTool(
    'search',
    {
      title: 'Search for an answer',
      description:
        'Answers a problem by tree search and says what it cost. Gives the answer, its value (1: proven by the verifier of the task), the steps to it and an id for `inspect`. ' +
        `Models here: ${names}.`,
      inputSchema: searchInput,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    (input, call) =>
      answering('search', logger, async () => {
        const { search } = await service.create(specOf(input, catalog, limits), null, input.trace)
        return resultOf(await followSearch(search.id, deps, call), service)
      }),
  )
}
