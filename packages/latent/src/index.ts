export type { InputKind, Thought, ThoughtModel, ThoughtRow } from './thought-model.ts'
export { createOnnxThoughtModel, type OnnxThoughtModel, type ThoughtModelFiles } from './onnx/onnx-thought-model.ts'
export type { ThoughtContract } from './onnx/contract.ts'
export { writeAnswer, type AnswerOptions } from './onnx/write-answer.ts'
