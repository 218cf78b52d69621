import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import * as z from 'zod'
import type { FoldView, TreeView } from '@espalier/core'
import { candidatesOf, nodeDetail, pathDetails, searchIdSchema } from '@espalier/protocol'
import { ServiceError } from '../../searches/service-error.ts'
import type { McpDeps } from '../mcp-server.ts'
import { answering } from './tool-result.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 500

const inspectInput = {
  search: searchIdSchema.describe('Id of a search, as `search` and `refine` give it.'),
  view: z
    .enum(['account', 'tree', 'node', 'evidence', 'path', 'log'])
    .optional()
    .describe(
      'account (default): where it stands and what it came to. tree: the nodes with the most visits. node: one node and its children. ' +
        'evidence: the votes, ratings and scores that its value rests on. path: the nodes from the root to one. log: its events.',
    ),
  node: z
    .int()
    .min(0)
    .max(0xffffffff)
    .optional()
    .describe('Of node, evidence and path. Default: the recommended node, or the root.'),
  limit: z.int().min(1).max(MAX_LIMIT).optional().describe(`Nodes or events at most. Default ${DEFAULT_LIMIT}.`),
  after: z.int().min(0).max(0xffffffff).optional().describe('Of log: sequence number of the last event that you have.'),
}

type InspectInput = z.infer<z.ZodObject<typeof inspectInput>>

/** `inspect`: what a search tried, as far as it is shown. */
export function addInspectTool(server: McpServer, deps: McpDeps): void {
  server.registerTool(
    'inspect',
    {
      title: 'Look at a search',
      description: 'Shows the tree, a node, a path or the log of a search by its id, while it runs or after its end.',
      inputSchema: inspectInput,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (input) => answering('inspect', deps.logger, () => look(input, deps)),
  )
}

async function look(
  { search, view = 'account', node, limit = DEFAULT_LIMIT, after }: InspectInput,
  { service }: McpDeps,
): Promise<object> {
  const info = await service.get(search)
  switch (view) {
    case 'account':
      return info.status === 'finished' ? { ...info, result: await service.account(search) } : { ...info }
    case 'tree':
      return service.tree(search, ({ tree, seq }) => ({ events: seq, nodes: outline(tree, limit), of: tree.size }))
    case 'node':
      return service.tree(search, (fold) => {
        const at = chosen(fold, node)
        return { events: fold.seq, node: nodeDetail(fold.tree, at), children: candidatesOf(fold, at).slice(0, limit) }
      })
    case 'evidence':
      return { ...(await service.evidence(search, await service.text(search, (fold) => chosen(fold, node)))) }
    case 'path':
      return service.tree(search, (fold) => ({ events: fold.seq, nodes: pathDetails(fold.tree, chosen(fold, node)) }))
    case 'log': {
      const from = after === undefined ? 0 : after + 1
      const { feed, read } = await service.events(search)
      const events = (await read(from, limit)).map(({ event }) => event)
      return { events, of: feed.head, ended: feed.closed && !feed.interrupted }
    }
  }
}

function chosen({ tree, end }: FoldView, node: number | undefined): number {
  const at = node ?? end?.node ?? 0
  if (at >= tree.size) throw new ServiceError('not-found', `node ${at}: the tree has ${tree.size} nodes`)
  return at
}

/** The nodes with the most visits, each below its parent's: what a reader needs to see the shape of the tree. */
function outline(tree: TreeView, limit: number): readonly object[] {
  const nodes = Array.from({ length: tree.size }, (_, node) => node)
    .sort((a, b) => tree.visits(b) - tree.visits(a) || a - b)
    .slice(0, limit)
    .sort((a, b) => a - b)
  return nodes.map((node) => {
    const { parent, depth, label, visits, q, value, flags } = nodeDetail(tree, node)
    return { node, parent, depth, label, visits, q, value, flags }
  })
}
