import type { WriteStream } from 'node:tty'
import { ExitCode } from './exit-code.ts'
import type { Io, Output } from './io.ts'

const SHOW_CURSOR = '\u001b[?25h'
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The world as this process sees it. */
export function processIo(): Io {
  const stdout = outputOf(process.stdout)
  return {
    stdout,
    stderr: outputOf(process.stderr),
    env: process.env,
    readInput,
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => (ms <= 0 ? setImmediate(resolve) : setTimeout(resolve, ms))),
    onInterrupt: (listener) => listenForSignals(stdout, listener),
  }
}

async function readInput(): Promise<string> {
  let text = ''
  process.stdin.setEncoding('utf8')
  for await (const chunk of process.stdin) text += chunk as string
  return text
}

/** The first signal asks the listener to end in good order; a second one ends the process at once. */
function listenForSignals(stdout: Output, listener: () => void): () => void {
  let asked = false
  const onSignal = (): void => {
    if (asked) {
      if (stdout.isTerminal) stdout.write(SHOW_CURSOR)
      process.exit(ExitCode.interrupted)
    }
    asked = true
    listener()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

function outputOf(stream: WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    get isTerminal() {
      return stream.isTTY
    },
    get columns() {
      return stream.columns > 0 ? stream.columns : undefined
    },
    get rows() {
      return stream.rows > 0 ? stream.rows : undefined
    },
  }
}
