import { inspectThought, mapThoughts } from '@espalier/catalog'
import { thoughtDetailSchema, thoughtPointsSchema } from '@espalier/protocol'
import { ServiceError } from '../../searches/service-error.ts'
import type { HttpDeps } from '../http-deps.ts'
import { jsonDoc, operation, type AnyOperation } from '../operation.ts'
import { idParams, nodeParams } from '../parameters.ts'

const read = { method: 'get', tag: 'Thoughts', refusals: ['no-vectors', 'trace-hidden'] } as const

/** The vectors of a search over thoughts, made again from its log. */
export function thoughtOperations({ service, catalog }: HttpDeps): readonly AnyOperation[] {
  return [
    operation({
      ...read,
      path: '/v1/searches/{id}/nodes/{node}/thought',
      params: nodeParams,
      summary: 'What the vector of a node reads as',
      responses: { 200: jsonDoc('The thought.', thoughtDetailSchema) },
      handle: async ({ params: { id, node } }, c) => {
        const { spec } = await service.get(id)
        const look = await service.text(id, (fold) => {
          const { size } = fold.tree
          if (node >= size) throw new ServiceError('not-found', `node ${node}: the tree has ${size} nodes`)
          return inspectThought(fold, node, spec, catalog)
        })
        return c.json(await look())
      },
    }),
    operation({
      ...read,
      path: '/v1/searches/{id}/thoughts',
      params: idParams,
      summary: 'Where the vectors of a search lie',
      responses: { 200: jsonDoc('The thoughts.', thoughtPointsSchema) },
      handle: async ({ params: { id } }, c) => {
        const { spec } = await service.get(id)
        const look = await service.text(id, (fold) => mapThoughts(fold, spec, catalog))
        return c.json(await look())
      },
    }),
  ]
}
