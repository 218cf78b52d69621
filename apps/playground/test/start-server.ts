import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SERVER = fileURLToPath(new URL('../../server/bin/espalier-server.js', import.meta.url))

export interface StartedServer {
  readonly url: string
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

let children: ChildProcess[] = []

/** The server as it is installed, with the built page. `more`: other options of its command. */
export async function startServer(
  folder: string,
  data: string,
  port = 0,
  more: readonly string[] = [],
): Promise<StartedServer> {
  const args = ['--port', String(port), '--data', data, '--playground', folder, ...more]
  const child = spawn(process.execPath, [SERVER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let errors = ''
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()))
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()))
    void closed.then(() => reject(new Error(`the server did not start:\n${errors}`)))
  })
  return {
    url,
    kill: (signal) => {
      child.kill(signal)
      return closed
    },
  }
}

/** Ends what a test has left running. */
export function killServers(): void {
  for (const child of children) child.kill('SIGKILL')
  children = []
}
