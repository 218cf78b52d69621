import { shown, TaskError } from '../task-error.ts'

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A function that a text defines, and what to call it with. */
export interface SandboxCall {
  /** A script in JavaScript (ES2023), no module. It sees the language's own objects and nothing of the host: no network, disk, process, or timers. */
  readonly source: string
  /** Of the function: an identifier. */
  readonly name: string
  readonly args: readonly Json[]
}

export interface SandboxLimits {
  /** Turns of the interpreter, in ten thousands of jumps and calls: the same on every machine. Default 1,000, about half a second. */
  readonly ticks: number
  /** Bytes that the script may take. Default 32 MiB. */
  readonly memoryBytes: number
  /** Characters that the result may have as JSON. Default 100,000. */
  readonly outputChars: number
}

export const DEFAULT_LIMITS: SandboxLimits = { ticks: 1000, memoryBytes: 32 * 2 ** 20, outputChars: 100_000 }

/** How a call ended. Closed; a search or a scorer handles each. */
export type SandboxOutcome =
  /** What the function returned, or what its promise came to, as `JSON.stringify` writes it: NaN as null. */
  | { readonly type: 'returned'; readonly json: string }
  /** It threw, or the script does not parse. Both texts are cut. */
  | { readonly type: 'threw'; readonly name: string; readonly message: string }
  /** The script ran and defines no function of that name. */
  | { readonly type: 'no-function' }
  /** What came back is nothing that JSON can hold, or a promise that nothing settles. */
  | { readonly type: 'no-json' }
  | { readonly type: 'too-much-output'; readonly chars: number }
  | { readonly type: 'out-of-time' }
  | { readonly type: 'out-of-memory' }
  /** The sandbox itself broke; the next call gets a fresh one. */
  | { readonly type: 'crashed'; readonly message: string }

export interface Sandbox {
  /**
   * Runs one call in a realm of its own: nothing of it is left for the next one. Rejects only with a TaskError INVALID_OPTIONS, for a name that is no
   * identifier or a sandbox that is closed.
   */
  run(call: SandboxCall, limits?: Partial<SandboxLimits>): Promise<SandboxOutcome>
  /** Ends what runs and lets the thread go. */
  close(): void
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/** Throws a TaskError INVALID_OPTIONS for a name that is no identifier. */
export function checkCall({ name }: SandboxCall): void {
  if (IDENTIFIER.test(name)) return
  throw new TaskError('INVALID_OPTIONS', 'Not the name of a function', {
    got: shown(name),
    expected: 'an identifier',
    where: 'name',
  })
}
