/** Does work when all that was given before it is done. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** Does one thing at a time, in the order of the calls; one that fails holds up none after it. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}
