import { expect } from 'vitest'
import { isLatentError, type LatentErrorCode } from '../src/latent-error.ts'

/** Expects each call to throw a LatentError of this code that says what it got, what it expected and where. */
export function expectCode(code: LatentErrorCode, ...calls: readonly (() => unknown)[]): void {
  for (const call of calls) {
    const thrown = thrownBy(call)
    expect(isLatentError(thrown), String(call)).toBe(true)
    if (!isLatentError(thrown)) continue
    expect((thrown as { code?: unknown }).code, String(call)).toBe(code)
  }
}

function thrownBy(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  return undefined
}
