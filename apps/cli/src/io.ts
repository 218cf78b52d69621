/** A stream of text that the command writes to. */
export interface Output {
  write(text: string): void
  /** Whether people watch it on a terminal. */
  readonly isTerminal: boolean
  /** Size in characters; read anew for every frame. Undefined where there is no terminal. */
  readonly columns: number | undefined
  readonly rows: number | undefined
}

/** All that the command knows of the world besides files. `main.ts` makes it from the process, tests make their own. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** All of standard input, as text. */
  readInput(): Promise<string>
  /** Milliseconds from any origin; never goes back. */
  now(): number
  /** Resolves after at least `ms` milliseconds; 0 only lets the host do other work. */
  sleep(ms: number): Promise<void>
  /** Calls `listener` when the user asks to stop. Returns how to stop listening. */
  onInterrupt(listener: () => void): () => void
}

/** Whether a redrawn view suits the output: a capable terminal whose user asked for nothing plainer. */
export function canRedraw(output: Output, env: Io['env']): boolean {
  return output.isTerminal && isUnset(env['NO_COLOR']) && isUnset(env['CI']) && env['TERM'] !== 'dumb'
}

/** Whether the output shows colours. FORCE_COLOR wins over everything (force-color.org), then NO_COLOR (no-color.org). */
export function hasColor(output: Output, env: Io['env']): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  return canRedraw(output, env)
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === ''
}
