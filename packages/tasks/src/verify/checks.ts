import { answersEqual } from '../math/answers-equal.ts'
import type { Sandbox, SandboxLimits } from '../sandbox/sandbox.ts'
import { codeOf, runCodeTests, type CodeProblem, type CodeVerdict } from './code-tests.ts'
import { jsonSchemaVerifier } from './json-schema.ts'
import { matchesPattern } from './pattern.ts'

/** What a verifier says of an answer within a search: the form that evaluators of `@espalier/token` take (`checkedAnswer`). */
export interface AnswerCheck {
  /** In [0, 1]; null where the verifier cannot say. */
  readonly value: number | null
  /** What is wrong, for whoever writes the next one. */
  readonly critique?: string
}

export type AnswerCheckFn = (answer: string) => AnswerCheck | Promise<AnswerCheck>

/** Verdicts that a critique names. */
const MOST_NAMED = 5

/**
 * 1 for an answer that means the same as `value` in mathematics, else 0. `value` is something that the problem itself states, such as what an expression has
 * to come to; what a benchmark counts as right has no place in a search.
 */
export function equalsCheck(value: string): AnswerCheckFn {
  return (answer) => ({ value: Number(answersEqual(answer, value)) })
}

/** 1 for JSON of the schema, else 0 and where it differs. Throws as `jsonSchemaVerifier` does. */
export function schemaCheck(schema: Readonly<Record<string, unknown>>): AnswerCheckFn {
  const verify = jsonSchemaVerifier(schema)
  return (answer) => {
    const verdict = verify(answer)
    if (verdict.fits) return { value: 1 }
    const where = verdict.reason === 'no-json' ? 'not JSON' : `at ${verdict.at}`
    return { value: 0, critique: `${where}: ${verdict.detail}` }
  }
}

/** 1 for a text in which the pattern is found, else 0; not to be said where the pattern is not done in time. */
export function patternCheck(
  sandbox: Sandbox,
  pattern: Pick<RegExp, 'source' | 'flags'>,
  limits: Partial<SandboxLimits> = {},
): AnswerCheckFn {
  return async (answer) => {
    const { matches } = await matchesPattern(sandbox, pattern, answer, limits)
    if (matches === null) return { value: null }
    return matches ? { value: 1 } : { value: 0, critique: `does not match /${pattern.source}/${pattern.flags}` }
  }
}

/** The share of the tests that the code in an answer passes, and how it fails the others; not to be said where the sandbox broke at all of them. */
export function codeCheck(sandbox: Sandbox, problem: CodeProblem, limits: Partial<SandboxLimits> = {}): AnswerCheckFn {
  return async (answer) => {
    const { verdicts, share } = await runCodeTests(sandbox, problem, codeOf(answer), limits)
    if (verdicts.every((verdict) => !verdict.passed && verdict.reason === 'crashed')) return { value: null }
    const failed = verdicts.flatMap((verdict, i) => (verdict.passed ? [] : [`test ${i + 1}: ${faultOf(verdict)}`]))
    if (failed.length === 0) return { value: share }
    const more = failed.length > MOST_NAMED ? [`and ${failed.length - MOST_NAMED} more`] : []
    return { value: share, critique: [...failed.slice(0, MOST_NAMED), ...more].join('\n') }
  }
}

/** How, not what was expected: that stays with the tests. */
function faultOf(verdict: Exclude<CodeVerdict, { readonly passed: true }>): string {
  return verdict.reason === 'other-value' ? `returned ${verdict.got}` : `${verdict.reason} ${verdict.detail}`.trim()
}
