import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
/** Packages from npm that were written before modules ask for `require`. */
const WITH_REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** The server's program as one file in `directory`, as a build makes it: it starts many times faster than from its sources. */
export async function buildServer(directory: string): Promise<string> {
  const outfile = join(directory, 'server.mjs')
  await build({
    entryPoints: [MAIN],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@espalier/source'],
    banner: { js: WITH_REQUIRE },
    logLevel: 'error',
  })
  return outfile
}

/** The real server as a process of its own. */
export interface ServerProcess {
  /** Resolves when it listens; rejects with what it said if it ended before. */
  readonly url: Promise<string>
  /** Ends it as a crash or the kernel would: at once, with nothing said to it. */
  kill(): Promise<void>
}

export function spawnServer(program: string, dataDirectory: string): ServerProcess {
  const child = spawn(process.execPath, [program, '--port', '0', '--data', dataDirectory], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (data) => (errors += String(data)))
  const exited = once(child, 'exit')
  const url = Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    exited.then(([code]) => Promise.reject(new Error(`the server ended with ${String(code)}: ${errors}`))),
  ])
  url.catch(() => {})
  return { url, kill: () => kill(child, exited) }
}

async function kill(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL')
  await exited
}

/** Starts a server and kills it at its n-th touch of the data directory, or when it listens: in the middle of its start. */
export async function killAtStart(program: string, dataDirectory: string, touches: number): Promise<void> {
  const server = spawnServer(program, dataDirectory)
  let left = touches
  const watcher = watch(dataDirectory)
  const touched = new Promise<void>((resolve) => watcher.on('change', () => --left <= 0 && resolve()))
  await Promise.race([touched, server.url])
  watcher.close()
  await server.kill()
}
