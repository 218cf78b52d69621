import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP } from 'node:net'
import { ProviderError } from '@espalier/token'
import { buildConnector } from 'undici'
import { isPublicAddress } from './address-guard.ts'

type LookupCallback = (error: Error | null, addresses?: string | LookupAddress[], family?: number) => void

/** Finds the addresses of a name, as `dns.lookup` does with `all`. */
export type LookupFn = (
  host: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

const forbidden = (host: string): ProviderError =>
  new ProviderError(
    'forbidden-address',
    `${host} is, or leads to, an address that is not public, and such addresses are not allowed here`,
  )

/**
 * Connects to public addresses only. The name is looked up once, and the connection goes to an address that was checked: a name that
 * leads elsewhere the second time (DNS rebinding) is not asked twice. The address connected to is checked again before a byte is sent.
 */
export function guardedConnect(lookup: LookupFn = systemLookup): buildConnector.connector {
  const guardedLookup = (host: string, options: LookupOptions, callback: LookupCallback): void => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error)
      const [first] = addresses
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(forbidden(host))
      if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
  const connect = buildConnector({ lookup: guardedLookup as never })
  return (options, callback) => {
    const { hostname } = options
    if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 && !isPublicAddress(hostname))
      return callback(forbidden(hostname), null)
    connect(options, (...[error, socket]: Parameters<buildConnector.Callback>) => {
      if (error !== null) return callback(error, null)
      if (isPublicAddress(socket.remoteAddress ?? '')) return callback(null, socket)
      socket.destroy()
      callback(forbidden(hostname), null)
    })
  }
}
