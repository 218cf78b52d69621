/** The part of a message port that we use. `MessagePort`, `Worker` and a worker's own `self` fit, in browsers and in Node. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: unknown) => void): void
  removeEventListener(type: 'message', listener: (event: unknown) => void): void
  /** Ports hold messages back until they are started. */
  start?(): void
}

/** What a message event carries; undefined for another event. */
export function dataOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined
}
