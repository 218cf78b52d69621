import type { Context } from 'hono'
import { isCatalogError } from '@espalier/catalog'
import { isProtocolError } from '@espalier/protocol'
import { ServiceError } from '../searches/service-error.ts'
import { StoreError } from '../store/search-store.ts'
import type { Logger } from '../world/logger.ts'
import { HttpError, problem } from './problem.ts'

/** What is answered for something thrown. What nobody foresaw goes into the log whole, and to the client without a word of it. */
export function failureResponse(error: unknown, c: Context, logger: Logger): Response {
  if (error instanceof HttpError) return problem(c, error.code, error.message, error.errors)
  if (error instanceof ServiceError) return refused(c, error.code, error.message, error.pointer)
  if (isCatalogError(error) && error.code === 'NO_VECTORS') return problem(c, 'no-vectors', error.message)
  if (isCatalogError(error)) return refused(c, 'invalid-request', error.message, error.pointer)
  if (isProtocolError(error) && error.code === 'INVALID_CURSOR')
    return refused(c, 'invalid-request', error.message, 'cursor')
  if (error instanceof StoreError && error.code === 'CLOSED') return problem(c, 'stopping')
  logger.error('a request failed', { request: c.get('requestId'), error })
  return problem(c, 'internal')
}

function refused(c: Context, code: ServiceError['code'], message: string, pointer: string | null): Response {
  return problem(c, code, message, pointer === null ? [] : [{ pointer, message }])
}
