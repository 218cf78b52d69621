import { Command, CommanderError } from 'commander'
import { CliError, explainError } from './cli-error.ts'
import { addAlgorithmsCommand } from './commands/algorithms.ts'
import { addAuditCommand } from './commands/audit.ts'
import { addCalibrateCommand } from './commands/calibrate.ts'
import { addCompareCommand } from './commands/compare.ts'
import { addDemoCommand } from './commands/demo.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addEvalCommand } from './commands/eval.ts'
import { addMcpCommand } from './commands/mcp.ts'
import { addReplayCommand } from './commands/replay.ts'
import { addSelfPlayCommand } from './commands/self-play.ts'
import { addServeCommand } from './commands/serve.ts'
import { addSolveCommand } from './commands/solve.ts'
import { addVerifyTraceCommand } from './commands/verify-trace.ts'
import { EXIT_CODE_HELP, ExitCode } from './exit-code.ts'
import { LogError } from './log/log-error.ts'
import type { World } from './world.ts'

/**
 * Runs the command with the arguments behind its name. Resolves to the exit code and never rejects: whatever goes wrong is one line on
 * the error stream. `ESPALIER_DEBUG` in the environment adds the stack.
 */
export async function runCli(args: readonly string[], world: World, version: string): Promise<ExitCode> {
  const { io } = world
  let code: ExitCode = ExitCode.ok
  try {
    await createProgram(world, version, (result) => (code = result)).parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOfUsage(error)
    const { exitCode, line } = explainError(
      error instanceof LogError ? new CliError(ExitCode.file, error.message) : error,
    )
    io.stderr.write(`error: ${line}\n`)
    if (isDebugging(world)) io.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    return exitCode
  }
}

function createProgram(world: World, version: string, done: (code: ExitCode) => void): Command {
  const { io } = world
  const program = new Command('espalier')
    .description('Test-time search for reasoning: puzzles solved by tree search over a small language model.')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', `\n${exitCodeTable()}`)
  addSolveCommand(program, world, done)
  addReplayCommand(program, world, done)
  addVerifyTraceCommand(program, world, done)
  addCompareCommand(program, world, done)
  addAuditCommand(program, world, done)
  addEvalCommand(program, world, done)
  addCalibrateCommand(program, world, done)
  addSelfPlayCommand(program, world, done)
  addServeCommand(program, world, done)
  addMcpCommand(program, world, done)
  addDemoCommand(program, world, done)
  addAlgorithmsCommand(program, world, done)
  addDoctorCommand(program, world, done)
  return program
}

function exitCodeTable(): string {
  return ['Exit codes:', ...EXIT_CODE_HELP.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`)].join(
    '\n',
  )
}

/** Help and version that were asked for are no errors; help instead of a missing command is. */
function exitCodeOfUsage(error: CommanderError): ExitCode {
  return error.code === 'commander.helpDisplayed' || error.code === 'commander.version' ? ExitCode.ok : ExitCode.usage
}

function isDebugging({ io }: World): boolean {
  const debug = io.env['ESPALIER_DEBUG']
  return debug !== undefined && debug !== ''
}
