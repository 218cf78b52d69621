import * as z from 'zod'
import { catalogInfos } from '@espalier/catalog'
import { algorithmListSchema, modelListSchema, taskListSchema } from '@espalier/protocol'
import type { TextModels } from '../../openai/text-models.ts'
import type { HttpDeps } from '../http-deps.ts'
import { jsonDoc, operation, type AnyOperation } from '../operation.ts'

/** The models as we list them, and as OpenAI's clients expect them, at one address. */
const modelsSchema = z.object({
  ...modelListSchema.unwrap().shape,
  object: z.literal('list'),
  data: z
    .array(z.object({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() }).readonly())
    .readonly()
    .describe("As OpenAI's clients expect it."),
})

/** What searches can be made of, with JSON schemas of whatever has options. */
export function catalogOperations({ catalog }: HttpDeps, openAi: TextModels): readonly AnyOperation[] {
  const { algorithms, models, tasks } = catalogInfos(catalog)
  const list = { method: 'get', tag: 'Catalog' } as const
  return [
    operation({
      ...list,
      path: '/v1/algorithms',
      summary: 'The algorithms and their options',
      responses: { 200: jsonDoc('All of them.', algorithmListSchema) },
      handle: (_, c) => c.json({ algorithms }),
    }),
    operation({
      ...list,
      path: '/v1/models',
      summary: 'The models',
      description:
        '`models` are those that searches are made of. `data` lists the same for clients of OpenAI, beside searches and models behind other servers.',
      responses: { 200: jsonDoc('All of them; the first that can work at a task is its default.', modelsSchema) },
      handle: (_, c) => c.json({ models, object: 'list', data: openAi.list }),
    }),
    operation({
      ...list,
      path: '/v1/tasks',
      summary: 'The tasks and the shape of their problems',
      responses: { 200: jsonDoc('All of them.', taskListSchema) },
      handle: (_, c) => c.json({ tasks }),
    }),
  ]
}
