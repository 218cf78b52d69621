export interface HttpRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

export interface HttpReply {
  readonly status: number
  /** The value of a header, by its name in lower case; null without one. */
  header(name: string): string | null
  /** The bytes as they come. To be read to the end, or broken off. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Sends one POST. Never follows a redirect. Rejects with a ProviderError. */
export interface HttpTransport {
  post(request: HttpRequest): Promise<HttpReply>
  /** Lets go of its connections. */
  close(): Promise<void>
}
