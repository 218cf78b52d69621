import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { runCli } from './cli.ts'
import { describeFileError } from './cli-error.ts'
import { serveJobs, WORKER_ARGUMENT } from './compare/worker-process.ts'
import { ExitCode } from './exit-code.ts'
import { processIo } from './process-io.ts'
import { openEmbeddedCatalog } from './run/open-catalog.ts'
import type { World } from './world.ts'

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

/** Both the sources and the build lie one folder beside it. */
const launcher = fileURLToPath(new URL('../bin/espalier.js', import.meta.url))
const world: World = {
  io: processIo(),
  openCatalog: openEmbeddedCatalog,
  workers: { cores: availableParallelism(), start: () => fork(launcher, [WORKER_ARGUMENT]) },
}

if (process.argv[2] === WORKER_ARGUMENT && process.send !== undefined) {
  // Ctrl-C reaches every process of a terminal; what becomes of this one is its parent's to say.
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())
  serveJobs(
    { on: (_event, listener) => process.on('message', listener), send: (message) => process.send!(message) },
    world,
  )
} else process.exitCode = await runCli(process.argv.slice(2), world, version)
