/** What can be asked of a model and not every server can do. */
export const CAPABILITIES = [
  'samples',
  'logProbabilities',
  'alternatives',
  'seed',
  'stop',
  'schema',
  'tools',
  'images',
  'chat',
  'text',
] as const
export type Capability = (typeof CAPABILITIES)[number]

/** What somebody who runs searches over a provider may want to know. None of it is an error: the call goes on. */
export type Notice =
  /** The server cannot do this, and what is done in its place. Said once a provider. */
  | { readonly type: 'fallback'; readonly provider: string; readonly capability: Capability; readonly message: string }
  /** A call failed and is made again after `waitMs`. `attempt`: how many were made. */
  | {
      readonly type: 'retry'
      readonly provider: string
      readonly code: string
      readonly message: string
      readonly attempt: number
      readonly waitMs: number
    }
  /** So many calls at once from now on. */
  | { readonly type: 'concurrency'; readonly provider: string; readonly limit: number }
  /** Nobody knows what the model costs: budgets of tokens hold, those of money see nothing. Said once a provider. */
  | { readonly type: 'unknown-price'; readonly provider: string; readonly message: string }
  /** The server used more than was asked for: it cost more than was put by. */
  | { readonly type: 'overrun'; readonly provider: string; readonly reservedUsd: number; readonly costUsd: number }

export type NotifyFn = (notice: Notice) => void
