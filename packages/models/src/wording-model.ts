import { readCheckpoint } from './runtime/checkpoint.ts'
import { createWasmRuntime } from './runtime/wasm/wasm-runtime.ts'
import { createTokenModel, type TokenModel } from './token-model.ts'
import { wordingTokenizer } from './wording-tokenizer.ts'

/** Name of the shipped checkpoint, as logs show it. */
export const WORDING_MODEL = 'wording-base'

/**
 * The embedded model that writes, judges and refines lists of words under constraints, from the bytes of a checkpoint: the shipped one, or one that
 * self-play trained from it. Throws a ModelError for bytes that are no checkpoint of this model.
 */
export function createWordingModel(bytes: Uint8Array, name = WORDING_MODEL): TokenModel {
  return createTokenModel(name, createWasmRuntime(readCheckpoint(bytes)), wordingTokenizer())
}
