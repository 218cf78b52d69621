import ipaddr from 'ipaddr.js'

/**
 * Whether an address is one of the public internet: not this machine, not a private network, not link-local (where clouds keep their
 * metadata), not one that stands for an IPv4 address in other ways. What cannot be read is not public.
 */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  return ipaddr.isValid(plain) && ipaddr.process(plain).range() === 'unicast'
}
