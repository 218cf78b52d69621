import { readCheckpoint } from './runtime/checkpoint.ts'
import { createWasmRuntime } from './runtime/wasm/wasm-runtime.ts'
import { createTokenModel, type TokenModel } from './token-model.ts'
import { countdownTokenizer } from './tokenizer.ts'

/** Name of the shipped checkpoint, as logs show it. */
export const COUNTDOWN_MODEL = 'countdown-1m'

/**
 * The embedded Countdown model from the bytes of its checkpoint, ready to run in Node and in browsers.
 * Throws a ModelError for bytes that are no checkpoint of this model: truncated, corrupt, wrong shapes, another vocabulary.
 */
export function createCountdownModel(bytes: Uint8Array, name = COUNTDOWN_MODEL): TokenModel {
  return createTokenModel(name, createWasmRuntime(readCheckpoint(bytes)), countdownTokenizer())
}
