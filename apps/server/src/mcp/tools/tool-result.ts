import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { isCatalogError } from '@espalier/catalog'
import { ServiceError } from '../../searches/service-error.ts'
import type { Logger } from '../../world/logger.ts'

/** What a tool found, for programs and, as the same JSON, for models that read text. */
export function found(value: object): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: { ...value } }
}

/** Runs a tool. What its caller did wrong is an error that the model behind it reads; what nobody foresaw goes into the log, and not a word of it out. */
export async function answering(tool: string, logger: Logger, work: () => Promise<object>): Promise<CallToolResult> {
  try {
    return found(await work())
  } catch (error) {
    const isTold = error instanceof ServiceError || isCatalogError(error)
    if (!isTold) logger.error('a tool failed', { tool, error })
    return { content: [{ type: 'text', text: isTold ? error.message : 'the server failed' }], isError: true }
  }
}
