import { useEffect, useState } from 'react'
import { isClientError, type SearchTransport } from '@espalier/client'
import type { Estimate, FieldFault, SearchRequest } from '@espalier/protocol'
import { errorText } from '../app/error-text.ts'

/** What the place where a search would run says of it. */
export type Verdict =
  /** `estimate`: of the request before this one, so that numbers do not flicker while somebody types. */
  | { readonly type: 'checking'; readonly estimate: Estimate | null }
  | { readonly type: 'good'; readonly label: string; readonly estimate: Estimate }
  | { readonly type: 'faulty'; readonly faults: readonly FieldFault[]; readonly message: string }
  /** Nobody answered: the request may be fine. */
  | { readonly type: 'unknown'; readonly message: string }

const WAIT_MS = 250

/** Has a request checked whenever it has rested for a moment. `ready`: its texts make a request at all. */
export function useValidation(transport: SearchTransport, request: SearchRequest, ready: boolean): Verdict {
  const [verdict, setVerdict] = useState<Verdict>({ type: 'checking', estimate: null })
  const text = JSON.stringify(request)
  useEffect(() => {
    if (!ready) return
    let wanted = true
    setVerdict((before) => ({ type: 'checking', estimate: 'estimate' in before ? before.estimate : null }))
    const timer = setTimeout(() => {
      transport.validate(JSON.parse(text) as SearchRequest).then(
        ({ label, estimate }) => wanted && setVerdict({ type: 'good', label, estimate }),
        (error: unknown) => wanted && setVerdict(verdictOf(error)),
      )
    }, WAIT_MS)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [transport, text, ready])
  return verdict
}

function verdictOf(error: unknown): Verdict {
  if (!isClientError(error) || error.problem === null) return { type: 'unknown', message: errorText(error) }
  const { errors = [], detail, title } = error.problem
  return { type: 'faulty', faults: errors, message: detail ?? title }
}
