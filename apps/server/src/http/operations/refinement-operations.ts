import * as z from 'zod'
import {
  lineageSchema,
  refinementIdSchema,
  refinementInfoSchema,
  refinementListSchema,
  refinementRequestSchema,
} from '@espalier/protocol'
import { FORMATS } from '@espalier/self-play'
import type { RefinementService } from '../../refinements/refinement-service.ts'
import { jsonDoc, operation, type AnyOperation } from '../operation.ts'
import { MAX_COUNT, wholeNumber } from '../parameters.ts'
import { HttpError } from '../problem.ts'

const JSON_LINES = 'application/x-ndjson'

const params = z.object({ id: refinementIdSchema })
const one = { tag: 'Refinements', params, refusals: ['trace-hidden'] } as const

/**
 * Runs of self-play: an actor answers, a judge votes, a refiner mends by tree search. `isShown`: whether this server shows traces whole; where it does
 * not, nothing of a run is shown, for it is text throughout.
 */
export function refinementOperations(service: RefinementService, isShown: boolean): readonly AnyOperation[] {
  const shown = (): RefinementService => {
    if (isShown) return service
    throw new HttpError('trace-hidden', 'this server hides traces, and refinements are nothing else')
  }
  const lines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')
  return [
    operation({
      method: 'post',
      path: '/v1/refinements',
      tag: 'Refinements',
      summary: 'Start a run of self-play refinement',
      description:
        'Answers are sampled and judged, one that does not follow its prompt is refined by tree search, and pairs and examples come of it (SPaR, arXiv 2412.11605). Numbers that are left out are the paper’s.',
      body: refinementRequestSchema,
      responses: { 202: jsonDoc('The run; `Location` is where to follow it.', refinementInfoSchema) },
      refusals: ['overloaded', 'stopping', 'trace-hidden'],
      handle: async ({ body }, c) => {
        const run = await shown().create(body)
        c.header('location', `/v1/refinements/${run.id}`)
        return c.json(run, 202)
      },
    }),
    operation({
      method: 'get',
      path: '/v1/refinements',
      tag: 'Refinements',
      summary: 'All runs of self-play, the newest first',
      refusals: ['trace-hidden'],
      responses: { 200: jsonDoc('The runs.', refinementListSchema) },
      handle: (_, c) => c.json({ refinements: shown().list() }),
    }),
    operation({
      ...one,
      method: 'get',
      path: '/v1/refinements/{id}',
      summary: 'How far a run is, and what its rounds came to',
      responses: { 200: jsonDoc('The run.', refinementInfoSchema) },
      handle: async ({ params: { id } }, c) => c.json(await shown().get(id)),
    }),
    operation({
      ...one,
      method: 'get',
      path: '/v1/refinements/{id}/events',
      summary: 'The events of a run so far',
      query: z.object({
        after: wholeNumber(0, MAX_COUNT).optional().describe('Sequence number of the last event that was received.'),
      }),
      responses: { 200: { description: 'An event a line.', type: JSON_LINES } },
      handle: async ({ params: { id }, query: { after } }, c) =>
        c.body(lines(await shown().events(id, after ?? -1)), 200, { 'content-type': JSON_LINES }),
    }),
    operation({
      ...one,
      method: 'get',
      path: '/v1/refinements/{id}/outcomes',
      summary: 'What each prompt came to: answers, votes and the tree of refinements',
      responses: { 200: { description: 'A prompt a line.', type: JSON_LINES } },
      refusals: ['not-finished', 'trace-hidden'],
      handle: async ({ params: { id } }, c) =>
        c.body(lines(await shown().outcomes(id)), 200, { 'content-type': JSON_LINES }),
    }),
    operation({
      ...one,
      method: 'get',
      path: '/v1/refinements/{id}/lineage',
      summary: 'How a run came to what it teaches, in one value: rounds, answers, votes and trees',
      responses: { 200: jsonDoc('The lineage, as a page opens it.', lineageSchema) },
      refusals: ['not-finished', 'trace-hidden'],
      handle: async ({ params: { id } }, c) => c.json(await shown().lineage(id)),
    }),
    operation({
      ...one,
      method: 'get',
      path: '/v1/refinements/{id}/export',
      summary: 'The training data of a run, for a trainer',
      query: z.object({ format: z.enum(FORMATS) }),
      responses: {
        200: jsonDoc(
          'Files by their names: rows, what each row rests on, and a card.',
          z.record(z.string(), z.string()),
        ),
      },
      refusals: ['not-finished', 'trace-hidden'],
      handle: async ({ params: { id }, query: { format } }, c) => c.json(await shown().files(id, format)),
    }),
    operation({
      ...one,
      method: 'post',
      path: '/v1/refinements/{id}/cancel',
      summary: 'End a run with what it has',
      responses: { 200: jsonDoc('The run, ended.', refinementInfoSchema) },
      handle: async ({ params: { id } }, c) => c.json(await shown().cancel(id)),
    }),
  ]
}
