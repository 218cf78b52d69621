import type { FetchFn, FetchResponse } from '@espalier/client'
import { parsePlace } from '../url/place.ts'

/**
 * What a link to a search needs first, asked for before the rest of the page has begun: a tree of 100,000 nodes is on its way while the
 * page is still being made. Each answer is given once, to whoever asks for the same.
 */
const early = new Map<string, Promise<FetchResponse>>()

const place = parsePlace(location.pathname)
if (place.screen === 'search' && place.home === 'server') {
  const search = `/v1/searches/${encodeURIComponent(place.id)}`
  for (const path of [search, `${search}/tree`]) {
    const answer = fetch(path)
    // Nobody may ask; whoever does hears of a failure by asking again.
    answer.catch(() => {})
    early.set(path, answer)
  }
}

/** The platform's `fetch`, which knows of what was asked for already. */
export const fetchOrEarly: FetchFn = (url, init) => {
  const answer = init.method === 'GET' ? early.get(url) : undefined
  if (answer === undefined) return fetch(url, init)
  early.delete(url)
  return answer.catch(() => fetch(url, init))
}
