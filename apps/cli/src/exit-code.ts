/** What the command's exit codes mean. The one table: the help and the tests read it too. */
export const ExitCode = {
  /** The puzzle is solved; or, for the other commands, what was asked for is done. */
  ok: 0,
  /** No solution within the budget, or nothing left to try; a failed check of `doctor` or test of `audit`. */
  unsolved: 1,
  /** The command line cannot be understood: unknown option, not a puzzle, a budget out of range. */
  usage: 2,
  /** A file that is missing, damaged or cannot be written: a log, a checkpoint, the output. */
  file: 3,
  /** A server that cannot be started or reached, or that refuses. */
  server: 4,
  /** A mistake in this program. */
  internal: 70,
  /** Stopped by Ctrl-C or a request to terminate. */
  interrupted: 130,
} as const

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** The table in words, for people. */
export const EXIT_CODE_HELP: readonly (readonly [ExitCode, string])[] = [
  [ExitCode.ok, 'solved; for other commands: done'],
  [ExitCode.unsolved, 'no solution within the budget, or nothing left to try; a failed check of doctor or audit'],
  [ExitCode.usage, 'bad input or usage'],
  [ExitCode.file, 'a file that is missing, damaged or cannot be written (log, checkpoint, output)'],
  [ExitCode.server, 'a server that cannot be started or reached, or that refuses'],
  [ExitCode.internal, 'internal error'],
  [ExitCode.interrupted, 'interrupted'],
]
