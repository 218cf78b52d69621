import type { Signal } from '@espalier/core'

/** The part of `fetch` that we use: the platform's own fits, and so does a server's `app.request`. */
export type FetchFn = (url: string, init: FetchInit) => Promise<FetchResponse>

export interface FetchInit {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly signal?: Signal
  /** The request is sent to its end even if the page that makes it is left. */
  readonly keepalive?: boolean
}

export interface FetchResponse {
  readonly ok: boolean
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: { getReader(): BodyReader } | null
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
}

export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  cancel(reason?: unknown): Promise<void>
}
