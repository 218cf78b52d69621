import * as z from 'zod'
import { PROTOCOL_VERSION } from '@espalier/protocol'
import type { ServerMetrics } from '../metrics.ts'
import { jsonDoc, operation, type AnyOperation } from '../operation.ts'
import { problem } from '../problem.ts'

const aliveSchema = z.object({ status: z.literal('ok'), protocol: z.int() })

/** For whoever watches over the server. */
export function healthOperations(isReady: () => boolean, metrics: ServerMetrics): readonly AnyOperation[] {
  const about = { method: 'get', tag: 'Operation' } as const
  return [
    operation({
      ...about,
      path: '/healthz',
      summary: 'Whether the process is alive',
      responses: { 200: jsonDoc('It is.', aliveSchema) },
      handle: (_, c) => c.json({ status: 'ok', protocol: PROTOCOL_VERSION }),
    }),
    operation({
      ...about,
      path: '/readyz',
      summary: 'Whether the server takes requests',
      responses: { 200: jsonDoc('It does.', aliveSchema) },
      refusals: ['stopping'],
      handle: (_, c) => (isReady() ? c.json({ status: 'ok', protocol: PROTOCOL_VERSION }) : problem(c, 'stopping')),
    }),
    operation({
      ...about,
      path: '/metrics',
      summary: 'Metrics for Prometheus',
      responses: { 200: { description: 'In the text format.', type: 'text/plain' } },
      handle: async (_, c) => c.body(await metrics.text(), 200, { 'content-type': metrics.contentType }),
    }),
  ]
}
