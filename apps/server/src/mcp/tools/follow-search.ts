import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'
import type { SearchAccount, SearchInfo } from '@espalier/protocol'
import type { ShownSearches } from '../../trace/shown-searches.ts'
import type { McpDeps } from '../mcp-server.ts'
import { ServiceError, stoppingError } from '../../searches/service-error.ts'

/** The call that a tool is run for. */
export type ToolCall = RequestHandlerExtra<ServerRequest, ServerNotification>

const PROGRESS_MS = 500

/**
 * Waits for the end of a search, and tells a client that asked for it how it stands: trials so far, of those that it may take. A client that calls
 * off, or is gone, ends the search with what it has.
 */
export async function followSearch(
  id: string,
  { service, stopping }: Pick<McpDeps, 'service' | 'stopping'>,
  call: ToolCall,
): Promise<SearchInfo> {
  const { _meta: meta } = call
  const token = meta?.progressToken
  let told = 0
  const tell = async ({ trials, nodes, value, budget }: SearchInfo): Promise<void> => {
    // The protocol wants each number to be above the one before.
    if (token === undefined || trials <= told) return
    told = trials
    await call.sendNotification({
      method: 'notifications/progress',
      params: {
        progressToken: token,
        progress: trials,
        ...(budget.trials === undefined ? {} : { total: budget.trials }),
        message: `${trials} trials, ${nodes} nodes, best value ${value === null ? 'none yet' : value.toFixed(3)}`,
      },
    })
  }
  const left = AbortSignal.any([call.signal, stopping])
  for (;;) {
    await service.wait(id, PROGRESS_MS, left)
    if (stopping.aborted) throw stoppingError()
    if (call.signal.aborted) {
      await service.cancel(id, 'mcp')
      throw new ServiceError('search-ended', `search ${id} was called off`)
    }
    const info = await service.get(id)
    if (info.status === 'failed') throw new ServiceError('search-ended', `search ${id} broke`)
    if (info.status === 'finished') return info
    await tell(info)
  }
}

/** What a search came to, as a tool gives it. */
export async function resultOf(info: SearchInfo, service: ShownSearches): Promise<object> {
  const { id, answer, value, reason, trials, nodes, usage, trace } = info
  const { path, conclusion }: SearchAccount = await service.account(id)
  return {
    search: id,
    answer,
    value,
    ...(conclusion === null ? {} : { conclusion }),
    ...(path.length === 0 ? {} : { path }),
    reason,
    trials,
    nodes,
    usage,
    ...(trace === undefined ? {} : { trace }),
  }
}
