import type { Provider } from '@espalier/token'
import type { Role } from './role.ts'

/** A part played by a language model: behind an endpoint, or an embedded one. */
export function providerRole(provider: Provider): Role {
  return async (messages, { n, signal, ...sampling }) => {
    const request = { input: { type: 'chat', messages }, samples: n, ...sampling } as const
    const { samples, usage } = await provider.complete(request, { signal })
    return { texts: samples.map(({ text }) => text), usage }
  }
}
