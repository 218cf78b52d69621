import { readFileSync } from 'node:fs'
import { runCli } from './cli.ts'
import { describeFileError } from './cli-error.ts'
import { ExitCode } from './exit-code.ts'
import { processIo } from './process-io.ts'
import { openEmbeddedModel } from './run/open-model.ts'

/** The command as a process: what the launcher in `bin` runs. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

// Whoever reads a pipe may stop early (`espalier ... | head`): no error of ours. A full disk is the user's to know.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(ExitCode.ok)
    process.stderr.write(`error: cannot write the output: ${describeFileError(error)}\n`)
    process.exit(ExitCode.file)
  })
}

process.exitCode = await runCli(process.argv.slice(2), { io: processIo(), openModel: openEmbeddedModel }, version)
