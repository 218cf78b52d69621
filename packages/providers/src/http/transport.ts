export interface HttpRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

/** What a reply begins with. */
export interface HttpHead {
  readonly status: number
  /** The value of a header, by its name in lower case; null without one. */
  header(name: string): string | null
}

/** Takes the bytes of a reply as they come. What it throws ends the call, and is what the call rejects with. */
export type TakeBytesFn = (bytes: Uint8Array) => void

/** Sends one POST. Never follows a redirect. */
export interface HttpTransport {
  /**
   * Resolves when the reply has come to its end. `receive` is called once, with its beginning, and gives what takes its bytes. Rejects with a
   * ProviderError, or with what `receive` threw, or with the reason of the signal.
   */
  post(request: HttpRequest, receive: (head: HttpHead) => TakeBytesFn): Promise<void>
  /** Lets go of its connections. */
  close(): Promise<void>
}
