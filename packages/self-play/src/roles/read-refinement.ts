const START = '[[start]]'
const END = '[[end]]'

/**
 * The refined answer in a refiner's reply: what stands between the first `[[start]]` and the `[[end]]` after it, without white space around it.
 * Null where a marker is missing or nothing stands between them. A reply that was cut off has no end and is refused; the authors' code takes it.
 */
export function readRefinement(reply: string): string | null {
  const start = reply.indexOf(START)
  if (start === -1) return null
  const end = reply.indexOf(END, start + START.length)
  if (end === -1) return null
  const refined = reply.slice(start + START.length, end).trim()
  return refined === '' ? null : refined
}
