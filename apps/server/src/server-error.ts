/** Why a server does not start. */
export type ServerErrorCode = 'KEY_REQUIRED' | 'ADDRESS_IN_USE' | 'ADDRESS_UNAVAILABLE'

/** A server that cannot be started as asked. The message says what to do. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
  readonly code: ServerErrorCode

  constructor(code: ServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
