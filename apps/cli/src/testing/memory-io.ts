import type { Io, Output } from '../io.ts'

export interface MemoryOutput extends Output {
  readonly text: string
}

export interface MemoryIo extends Io {
  readonly stdout: MemoryOutput
  readonly stderr: MemoryOutput
  /** Asks to stop, as Ctrl-C does. */
  interrupt(): void
}

export interface MemoryIoOptions {
  readonly env?: Readonly<Record<string, string>>
  /** What standard input holds. Default: nothing. */
  readonly input?: string
  /** Size of the terminal; absent: none. */
  readonly terminal?: { readonly columns: number; readonly rows: number }
}

/** Streams into memory and a clock that goes on by one millisecond each time it is read. */
export function memoryIo({ env = {}, terminal, input = '' }: MemoryIoOptions = {}): MemoryIo {
  const listeners = new Set<() => void>()
  let ms = 0
  return {
    stdout: memoryOutput(terminal),
    stderr: memoryOutput(terminal),
    env,
    readInput: () => Promise.resolve(input),
    now: () => ms++,
    sleep: () => Promise.resolve(),
    onInterrupt: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    interrupt: () => {
      for (const listener of listeners) listener()
    },
  }
}

export function memoryOutput(terminal: MemoryIoOptions['terminal']): MemoryOutput {
  let text = ''
  return {
    write: (more) => void (text += more),
    get text() {
      return text
    },
    isTerminal: terminal !== undefined,
    columns: terminal?.columns,
    rows: terminal?.rows,
  }
}
