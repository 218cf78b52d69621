import { shown, TaskError } from '../task-error.ts'
import { checkCall, type Json, type Sandbox, type SandboxLimits, type SandboxOutcome } from '../sandbox/sandbox.ts'
import { sameJson } from './same-json.ts'

/** A function to be written, and what it has to return. */
export interface CodeProblem {
  /** What is asked for, in words. */
  readonly description: string
  /** Of the function: an identifier. */
  readonly name: string
  /** At least one. */
  readonly tests: readonly CodeTest[]
}

export interface CodeTest {
  readonly args: readonly Json[]
  readonly expected: Json
}

export type CodeVerdict =
  | { readonly passed: true }
  /** It returned something else, shown as JSON and cut. */
  | { readonly passed: false; readonly reason: 'other-value'; readonly got: string }
  | { readonly passed: false; readonly reason: Exclude<SandboxOutcome['type'], 'returned'>; readonly detail: string }

export interface CodeReport {
  /** One for each test, in their order. */
  readonly verdicts: readonly CodeVerdict[]
  /** Share of the tests that pass, in [0, 1]. */
  readonly share: number
}

/** Endings that another call of the same script would come to as well. */
const SAME_FOR_ALL: ReadonlySet<SandboxOutcome['type']> = new Set(['no-function', 'crashed'])
const MAX_SHOWN_CHARS = 200

/**
 * Runs a script in JavaScript against the tests of a problem, each in a realm of its own, so that no test sees what another left. What is expected
 * never enters the sandbox. Throws a TaskError INVALID_OPTIONS for a problem without tests or whose name is no identifier.
 */
export async function runCodeTests(
  sandbox: Sandbox,
  problem: CodeProblem,
  source: string,
  limits: Partial<SandboxLimits> = {},
): Promise<CodeReport> {
  const { name, tests } = problem
  checkCall({ source, name, args: [] })
  if (tests.length === 0)
    throw new TaskError('INVALID_OPTIONS', 'A problem without tests', { got: '[]', expected: 'tests', where: 'tests' })
  const verdicts: CodeVerdict[] = []
  for (const { args, expected } of tests) {
    const outcome = await sandbox.run({ source, name, args }, limits)
    const verdict = judge(outcome, expected)
    if (SAME_FOR_ALL.has(outcome.type)) {
      verdicts.push(...tests.slice(verdicts.length).map(() => verdict))
      break
    }
    verdicts.push(verdict)
  }
  return { verdicts, share: verdicts.filter(({ passed }) => passed).length / tests.length }
}

function judge(outcome: SandboxOutcome, expected: Json): CodeVerdict {
  if (outcome.type !== 'returned') return { passed: false, reason: outcome.type, detail: detailOf(outcome) }
  if (sameJson(JSON.parse(outcome.json) as Json, expected)) return { passed: true }
  return { passed: false, reason: 'other-value', got: outcome.json.slice(0, MAX_SHOWN_CHARS) }
}

function detailOf(outcome: Exclude<SandboxOutcome, { readonly type: 'returned' }>): string {
  if (outcome.type === 'threw') return `${outcome.name}: ${outcome.message}`
  if (outcome.type === 'too-much-output') return `${outcome.chars} characters`
  return outcome.type === 'crashed' ? shown(outcome.message) : ''
}

const FENCE = /```(?:js|javascript|typescript|ts)?[^\S\n]*\n([\s\S]*?)```/gi

/** The code of an answer in words: its last fenced block, or all of it where there is none. */
export function codeOf(answer: string): string {
  return [...answer.matchAll(FENCE)].at(-1)?.[1] ?? answer
}
