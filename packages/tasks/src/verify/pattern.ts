import { shown, TaskError } from '../task-error.ts'
import type { Sandbox, SandboxLimits, SandboxOutcome } from '../sandbox/sandbox.ts'

export type PatternVerdict =
  | { readonly matches: boolean }
  /** The pattern was not done in time: it may be one that takes exponential time. */
  | { readonly matches: null; readonly reason: Exclude<SandboxOutcome['type'], 'returned' | 'threw'> }

const SOURCE = 'const matches = (pattern, flags, text) => new RegExp(pattern, flags).test(text)'

/**
 * Whether a regular expression of JavaScript is found in a text. Runs in the sandbox, because a pattern may take exponential time. Throws a TaskError
 * INVALID_OPTIONS for what is no pattern.
 */
export async function matchesPattern(
  sandbox: Sandbox,
  { source, flags }: Pick<RegExp, 'source' | 'flags'>,
  text: string,
  limits: Partial<SandboxLimits> = {},
): Promise<PatternVerdict> {
  const outcome = await sandbox.run({ source: SOURCE, name: 'matches', args: [source, flags, text] }, limits)
  if (outcome.type === 'returned') return { matches: outcome.json === 'true' }
  if (outcome.type !== 'threw') return { matches: null, reason: outcome.type }
  throw new TaskError('INVALID_OPTIONS', 'Not a pattern', {
    got: shown(source),
    expected: 'a regular expression',
    where: `pattern, ${outcome.message}`,
  })
}
