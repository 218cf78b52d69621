import { isClientError } from '@espalier/client'

/** An error for people: what the other side said, else what was thrown. */
export function errorText(error: unknown): string {
  if (isClientError(error)) {
    if (error.code === 'unreachable') return 'The server does not answer.'
    const { problem } = error
    const faults = problem?.errors?.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ')
    const text = faults === undefined || faults === '' ? error.message : faults
    return problem?.requestId === undefined ? text : `${text} (request ${problem.requestId})`
  }
  return error instanceof Error ? error.message : String(error)
}
