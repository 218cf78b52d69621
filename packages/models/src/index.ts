export { ModelError, isModelError, type ModelErrorCode, type ModelErrorDetails } from './runtime/model-error.ts'
export { checkTransformerConfig, type PrefixAttention, type TransformerConfig } from './runtime/transformer-config.ts'
export type {
  Cache,
  ForwardResult,
  ForwardRow,
  RuntimeUsage,
  TransformerRuntime,
} from './runtime/transformer-runtime.ts'
export { readCheckpoint, tensorShapes, writeCheckpoint, type Checkpoint } from './runtime/checkpoint.ts'
export { readSafetensors, type SafetensorsFile, type Tensor } from './runtime/safetensors/read-safetensors.ts'
export { writeSafetensors } from './runtime/safetensors/write-safetensors.ts'
export { randomCheckpoint } from './runtime/random-checkpoint.ts'
export { createReferenceRuntime } from './runtime/reference/reference-runtime.ts'
export { createWasmRuntime } from './runtime/wasm/wasm-runtime.ts'
export { countdownTokenizer, type Tokenizer } from './tokenizer.ts'
export { createTokenModel, type PromptReading, type TokenModel } from './token-model.ts'
export { COUNTDOWN_MODEL, createCountdownModel } from './countdown-model.ts'
export {
  createProsqaModel,
  FEW_GRAPH_SLOTS,
  GRAPH_SLOTS,
  type GraphPrompt,
  type GraphRow,
  type GraphThought,
  PROSQA_MODEL,
  type ProsqaModel,
  prosqaModelOn,
} from './prosqa-model.ts'
export { createWordingModel, WORDING_MODEL } from './wording-model.ts'
export { wordingTokenizer } from './wording-tokenizer.ts'
export { untrainedProsqa } from './untrained-prosqa.ts'
export { BYTE_MODEL, createByteModel, type ByteModel, type ByteReading } from './byte-model/byte-model.ts'
