import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/espalier-server.js', import.meta.url))

/** The real server as a process of its own. */
export interface ServerProcess {
  /** Resolves when it listens; rejects with what it said if it ended before. */
  readonly url: Promise<string>
  /** Ends it as a crash or the kernel would: at once, with nothing said to it. */
  kill(): Promise<void>
}

export function spawnServer(dataDirectory: string): ServerProcess {
  const child = spawn(process.execPath, [BIN, '--port', '0', '--data', dataDirectory], {
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
export async function killAtStart(dataDirectory: string, touches: number): Promise<void> {
  const server = spawnServer(dataDirectory)
  let left = touches
  const watcher = watch(dataDirectory)
  const touched = new Promise<void>((resolve) => watcher.on('change', () => --left <= 0 && resolve()))
  await Promise.race([touched, server.url])
  watcher.close()
  await server.kill()
}
