import type { Lineage, RefinementInfo } from '@espalier/protocol'
import type { HttpTransportOptions } from './http-transport.ts'
import { createRequester } from './request.ts'

/** Runs of self-play on a server: what a page shows of them. Everything rejects with a ClientError. */
export interface Refinements {
  /** The newest first. */
  list(): Promise<readonly RefinementInfo[]>
  /** Of an ended run with the reports of its rounds, which a list may not have. */
  get(id: string): Promise<RefinementInfo>
  /** Rejects with `not-finished` while the run is under way. */
  lineage(id: string): Promise<Lineage>
  /** Ends a run with what it has; resolves when it has ended. */
  cancel(id: string): Promise<RefinementInfo>
}

export function httpRefinements(options: HttpTransportOptions): Refinements {
  const { json } = createRequester(options)
  const run = (id: string, rest = ''): string => `/v1/refinements/${encodeURIComponent(id)}${rest}`
  return {
    list: async () =>
      (await json<{ readonly refinements: readonly RefinementInfo[] }>('GET', '/v1/refinements')).refinements,
    get: (id) => json<RefinementInfo>('GET', run(id)),
    lineage: (id) => json<Lineage>('GET', run(id, '/lineage')),
    cancel: (id) => json<RefinementInfo>('POST', run(id, '/cancel'), { repeatable: true }),
  }
}
