/** One line about what happened, with its facts beside it. */
export interface Logger {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void
  error(message: string, facts?: Readonly<Record<string, unknown>>): void
}

export const silentLogger: Logger = { info: () => {}, error: () => {} }

/** JSON lines with level, time and message. What was thrown becomes its stack here, and nowhere else. */
export function jsonLogger(write: (line: string) => void, wall: () => number): Logger {
  const log = (level: string, message: string, facts: Readonly<Record<string, unknown>> = {}): void => {
    const plain = Object.fromEntries(
      Object.entries(facts).map(([key, value]) => [
        key,
        value instanceof Error ? (value.stack ?? value.message) : value,
      ]),
    )
    write(`${JSON.stringify({ level, at: new Date(wall()).toISOString(), message, ...plain })}\n`)
  }
  return {
    info: (message, facts) => log('info', message, facts),
    error: (message, facts) => log('error', message, facts),
  }
}
