import { httpRefinements, platformDelay, platformRandom } from '@espalier/client'

/** Runs of self-play on the server that this page came from. */
export const serverRefinements = httpRefinements({
  baseUrl: '',
  fetch: (url, init) => fetch(url, init),
  delay: platformDelay,
  random: platformRandom,
})
