import type { Signal } from '@espalier/core'
import type { ModelPiece, ModelReply, ModelRequest } from './model-call.ts'

export interface ModelContext {
  /** Fires when nobody needs the reply any more. */
  readonly signal: Signal
  /** Asks for the reply piece by piece as well. A provider that cannot do so gives each sample as one piece. */
  readonly onPiece?: (piece: ModelPiece) => void
}

/** Something that writes text: a model behind HTTP, in this process, or in a file of recorded calls. */
export interface Provider {
  /** For logs and records: which model, and whose. Never a key. */
  readonly name: string
  /** Rejects with a ProviderError for everything that the world does to it. */
  complete(request: ModelRequest, context: ModelContext): Promise<ModelReply>
}
