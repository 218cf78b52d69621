import { isProviderError, type ModelRequest, type ProviderError } from '@espalier/token'

export const signal = (): AbortSignal => new AbortController().signal

export const chat = (content: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  input: { type: 'chat', messages: [{ role: 'user', content }] },
  maxTokens: 50,
  ...more,
})

/** The failure that a promise must end in. */
export async function failureOf(promise: Promise<unknown>): Promise<ProviderError> {
  try {
    await promise
  } catch (error) {
    if (isProviderError(error)) return error
    throw error
  }
  throw new Error('expected a failure')
}
