import type { Provider } from '@espalier/token'
import { guardedProvider, type GuardOptions } from '../guarded-provider.ts'
import type { HttpTransport } from '../http/transport.ts'
import { undiciTransport, type UndiciTransportOptions } from '../http/undici-transport.ts'
import { systemClock } from '../platform.ts'
import { openAiProvider, type OpenAiProviderOptions } from './openai-provider.ts'

export interface OpenModelOptions
  extends
    Pick<UndiciTransportOptions, 'allowPrivateAddresses'>,
    Omit<OpenAiProviderOptions, 'transport' | 'clock' | 'name'>,
    GuardOptions {
  /** Default: the model at the host, `model@api.example.com`. */
  readonly name?: string
  /** Default: connections of its own. */
  readonly transport?: HttpTransport
}

/** A model behind an OpenAI-compatible server, ready for searches. */
export interface OpenedModel extends Provider {
  close(): Promise<void>
}

/** Throws a TypeError for a base URL that is none, or that carries a key in itself. */
export function openModel(options: OpenModelOptions): OpenedModel {
  const url = baseUrlOf(options.baseUrl)
  const { name = `${options.model}@${url.host}`, clock = systemClock, allowPrivateAddresses = false } = options
  const transport = options.transport ?? undiciTransport({ allowPrivateAddresses })
  const provider = openAiProvider({ ...options, name, clock, transport })
  return { ...guardedProvider(provider, { ...options, clock }), close: () => transport.close() }
}

/** Throws a TypeError for what is no base URL, or carries a key. */
export function baseUrlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new TypeError('baseUrl: expected an address that begins with http:// or https://')
  if (url.username !== '' || url.password !== '' || url.search !== '')
    throw new TypeError('baseUrl: expected an address without a name, a password or a query; keys go into apiKey')
  return url
}
