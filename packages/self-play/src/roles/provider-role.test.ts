import type { ModelRequest, Provider } from '@espalier/token'
import { expect, it } from 'vitest'
import { providerRole } from './provider-role.ts'

it('asks for all completions in one call, as it was told to sample them', async () => {
  const requests: ModelRequest[] = []
  const usage = { calls: 1, promptTokens: 3, completionTokens: 4 }
  const provider: Provider = {
    name: 'scripted',
    complete: (request) => {
      requests.push(request)
      const samples = Array.from({ length: request.samples! }, (_, i) => ({
        text: `text ${i}`,
        finish: 'stop' as const,
        tokens: null,
      }))
      return Promise.resolve({ samples, usage })
    },
  }
  const messages = [{ role: 'user', content: 'hello' }] as const
  const { signal } = new AbortController()
  const sampling = { n: 2, temperature: 0.7, topP: 0.9, maxTokens: 8, seed: 5 }
  expect(await providerRole(provider)(messages, { ...sampling, signal })).toEqual({
    texts: ['text 0', 'text 1'],
    usage,
  })
  const { n, ...rest } = sampling
  expect(requests).toEqual([{ input: { type: 'chat', messages }, samples: n, ...rest }])
})
