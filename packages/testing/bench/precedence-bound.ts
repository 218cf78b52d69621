/**
 * The makespan of a schedule that never lets a place idle while anything may run: a piece of work takes the next time of the list, and opens
 * `opens` more when it is done. No search can be faster with these times in this order: it may not expand what is not there.
 */
export function precedenceBound(times: readonly number[], places: number, opens: number): number {
  /** When the pieces at work will be done. */
  const atWork: number[] = []
  let ready = 1
  let now = 0
  let started = 0
  while (started < times.length || atWork.length > 0) {
    while (started < times.length && ready > 0 && atWork.length < places) {
      atWork.push(now + times[started++]!)
      ready--
    }
    const next = atWork.indexOf(Math.min(...atWork))
    now = atWork.splice(next, 1)[0]!
    ready += opens
  }
  return now
}
