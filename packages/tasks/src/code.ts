/** Code by its tests, over a sandbox that the caller brings: what a page can load without an engine of its own. */
export type { Sandbox } from './sandbox/sandbox.ts'
export { CODE_PROBLEMS } from './verify/code-problems.ts'
export { codeOf, type CodeReport, runCodeTests } from './verify/code-tests.ts'
