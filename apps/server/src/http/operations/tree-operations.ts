import type { FoldView } from '@espalier/core'
import {
  SNAPSHOT_TYPE,
  candidatePageSchema,
  candidatesOf,
  nodeDetail,
  nodeDetailSchema,
  nodeEvidenceSchema,
  nodePageSchema,
  pathDetails,
  searchAccountSchema,
} from '@espalier/protocol'
import { ServiceError } from '../../searches/service-error.ts'
import type { HttpDeps } from '../http-deps.ts'
import { jsonDoc, operation, type AnyOperation } from '../operation.ts'
import { idParams, nodeParams } from '../parameters.ts'

const read = { method: 'get', tag: 'Tree', params: nodeParams, refusals: ['trace-hidden'] } as const

/** The tree of a search: whole, node by node, and what it came to. */
export function treeOperations({ service }: HttpDeps): readonly AnyOperation[] {
  const look = <T>(search: string, node: number, view: (fold: FoldView) => T): Promise<T> =>
    service.tree(search, (fold) => {
      if (node < fold.tree.size) return view(fold)
      throw new ServiceError('not-found', `node ${node}: the tree has ${fold.tree.size} nodes`)
    })

  return [
    operation({
      ...read,
      path: '/v1/searches/{id}/tree',
      params: idParams,
      summary: 'The whole tree in columns',
      description: 'Binary. `X-Seq`: the events that it rests on; follow the stream from `after` = `X-Seq` - 1.',
      responses: { 200: { description: 'The tree.', type: SNAPSHOT_TYPE } },
      handle: async ({ params }, c) => {
        const { bytes, events } = await service.snapshot(params.id)
        return c.body(bytes, 200, { 'content-type': SNAPSHOT_TYPE, 'x-seq': String(events) })
      },
    }),
    operation({
      ...read,
      path: '/v1/searches/{id}/nodes/{node}',
      summary: 'A node with its statistics',
      responses: { 200: jsonDoc('The node.', nodeDetailSchema) },
      handle: async ({ params: { id, node } }, c) => c.json(await look(id, node, ({ tree }) => nodeDetail(tree, node))),
    }),
    operation({
      ...read,
      path: '/v1/searches/{id}/nodes/{node}/candidates',
      summary: "A node's children, most visits first",
      responses: { 200: jsonDoc('The children.', candidatePageSchema) },
      handle: async ({ params: { id, node } }, c) =>
        c.json(await look(id, node, (fold) => ({ events: fold.seq, nodes: candidatesOf(fold, node) }))),
    }),
    operation({
      ...read,
      path: '/v1/searches/{id}/nodes/{node}/evidence',
      summary: "What a node's values and steps rest on: votes, ratings, scores",
      description:
        'As whatever judged the node and wrote its steps told it, by trial. Kept beside the log: a search from a file has none.',
      responses: { 200: jsonDoc('The evidence.', nodeEvidenceSchema) },
      handle: async ({ params: { id, node } }, c) => c.json(await service.evidence(id, node)),
    }),
    operation({
      ...read,
      path: '/v1/searches/{id}/path/{node}',
      summary: 'The nodes from the root to a node',
      responses: { 200: jsonDoc('The path, the root first.', nodePageSchema) },
      handle: async ({ params: { id, node } }, c) =>
        c.json(await look(id, node, ({ tree, seq }) => ({ events: seq, nodes: pathDetails(tree, node) }))),
    }),
    operation({
      ...read,
      path: '/v1/searches/{id}/result',
      params: idParams,
      summary: 'What an ended search came to',
      description: 'Of a search that hides what its steps say, without them: `path` and `statements` are empty.',
      responses: { 200: jsonDoc('The result.', searchAccountSchema) },
      refusals: ['not-finished'],
      handle: async ({ params: { id } }, c) => c.json(await service.account(id)),
    }),
  ]
}
