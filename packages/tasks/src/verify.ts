/**
 * Exact verifiers for what models write, for searches and for evaluation: code by its tests, JSON by its schema, texts by a pattern, answers of
 * mathematics by what they mean.
 */
export { answersEqual } from './math/answers-equal.ts'
export { finalAnswer } from './math/final-answer.ts'
export { inProcessSandbox } from './sandbox/same-thread.ts'
export {
  DEFAULT_LIMITS,
  type Json,
  type Sandbox,
  type SandboxCall,
  type SandboxLimits,
  type SandboxOutcome,
} from './sandbox/sandbox.ts'
export {
  codeOf,
  type CodeProblem,
  type CodeReport,
  type CodeTest,
  type CodeVerdict,
  runCodeTests,
} from './verify/code-tests.ts'
export {
  type AnswerCheck,
  type AnswerCheckFn,
  codeCheck,
  equalsCheck,
  patternCheck,
  schemaCheck,
} from './verify/checks.ts'
export { jsonSchemaVerifier, type SchemaVerdict } from './verify/json-schema.ts'
export { matchesPattern, type PatternVerdict } from './verify/pattern.ts'
