/**
 * Instructions that a program can check (IFEval), for searches and for evaluation: a search may know whether an answer follows them. Scores of
 * a benchmark are in the entry for scoring. An entry of its own for its size: it brings the profiles of 55 languages.
 */
export { detectLanguage } from './ifeval/language/detect-language.ts'
export {
  createInstruction,
  type Instruction,
  INSTRUCTION_IDS,
  type InstructionId,
  isInstructionId,
} from './ifeval/instructions.ts'
export { looseReadings } from './ifeval/loose.ts'
export { type InstructedPrompt, parseInstructedPrompts } from './ifeval/prompts-file.ts'
export { type AnsweredPrompt, parseResponses } from './ifeval/responses-file.ts'
export { splitSentences } from './ifeval/sentences/split-sentences.ts'
