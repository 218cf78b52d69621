import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core'
import type { SandboxCall, SandboxLimits, SandboxOutcome } from './sandbox.ts'

const STACK_BYTES = 256 * 2 ** 10
const MAX_MESSAGE_CHARS = 300
const MOST_JOBS = 100_000

/** Made before the script runs, so that nothing it does to the realm's objects reaches them. */
const TOOLS = `(() => {
  const { parse, stringify } = JSON
  const { apply } = Reflect
  const text = String
  return {
    call: (f, args) => apply(f, undefined, parse(args)),
    write: (value) => stringify(value),
    describe: (error) => {
      const isObject = typeof error === 'object' && error !== null
      return stringify(isObject ? [text(error.name), text(error.message)] : [typeof error, text(error)])
    },
  }
})()`

/** Runs a call, whose name is an identifier, in a new realm of `engine`. Throws only if the engine breaks. */
export function runCall(engine: QuickJSWASMModule, call: SandboxCall, limits: SandboxLimits): SandboxOutcome {
  const runtime = engine.newRuntime()
  runtime.setMemoryLimit(limits.memoryBytes)
  runtime.setMaxStackSize(STACK_BYTES)
  let ticks = 0
  runtime.setInterruptHandler(() => ++ticks > limits.ticks)
  const context = runtime.newContext()
  const outcome = inContext(runtime, context, call, limits.outputChars)
  context.dispose()
  runtime.dispose()
  return ticks > limits.ticks ? { type: 'out-of-time' } : outcome
}

function inContext(
  runtime: QuickJSRuntime,
  context: QuickJSContext,
  { source, name, args }: SandboxCall,
  outputChars: number,
): SandboxOutcome {
  return scoped((keep) => {
    const made = context.evalCode(TOOLS, 'tools.js')
    if (made.error !== undefined) return keep(made.error) && { type: 'out-of-memory' }
    const tools = keep(made.value)
    const tool = (key: string): QuickJSHandle => keep(context.getProp(tools, key))
    const [invoke, write, describe] = [tool('call'), tool('write'), tool('describe')]
    const failed = (error: QuickJSHandle): SandboxOutcome => {
      const result = context.callFunction(describe, context.undefined, keep(error))
      if (result.error !== undefined) return keep(result.error) && { type: 'threw', name: 'unknown', message: '' }
      return failure(context.getString(keep(result.value)))
    }
    const script = context.evalCode(source, 'answer.js')
    if (script.error !== undefined) return failed(script.error)
    keep(script.value)
    const found = context.evalCode(`typeof ${name} === 'function' ? ${name} : undefined`, 'call.js')
    if (found.error !== undefined) return failed(found.error)
    const target = keep(found.value)
    if (context.typeof(target) !== 'function') return { type: 'no-function' }
    const text = keep(context.newString(JSON.stringify(args)))
    const called = context.callFunction(invoke, context.undefined, target, text)
    if (called.error !== undefined) return failed(called.error)
    const settled = settle(runtime, context, keep(called.value))
    if ('type' in settled) return settled
    if (settled.error !== undefined) return failed(settled.error)
    const written = context.callFunction(write, context.undefined, keep(settled.value))
    if (written.error !== undefined) {
      const outcome = failed(written.error)
      return outcome.type === 'threw' ? { type: 'no-json' } : outcome
    }
    const json = keep(written.value)
    if (context.typeof(json) !== 'string') return { type: 'no-json' }
    const chars = context.getNumber(keep(context.getProp(json, 'length')))
    return chars > outputChars
      ? { type: 'too-much-output', chars }
      : { type: 'returned', json: context.getString(json) }
  })
}

/** What a promise came to once nothing is left to do. Anything else is itself. */
function settle(
  runtime: QuickJSRuntime,
  context: QuickJSContext,
  value: QuickJSHandle,
): { readonly value: QuickJSHandle; readonly error?: never } | { readonly error: QuickJSHandle } | SandboxOutcome {
  const jobs = runtime.executePendingJobs(MOST_JOBS)
  if (jobs.error !== undefined) return { error: jobs.error }
  if (runtime.hasPendingJob()) return { type: 'out-of-time' }
  const state = context.getPromiseState(value)
  if (state.type === 'pending') return { type: 'no-json' }
  if (state.type === 'rejected') return { error: state.error }
  return { value: state.notAPromise === true ? value.dup() : state.value }
}

function failure(description: string): SandboxOutcome {
  const [name, message] = JSON.parse(description) as readonly [string, string]
  if (message === 'out of memory') return { type: 'out-of-memory' }
  return { type: 'threw', name: name.slice(0, MAX_MESSAGE_CHARS), message: message.slice(0, MAX_MESSAGE_CHARS) }
}

/** Handles are not collected: what was kept is let go at the end, however it comes. */
function scoped<T>(run: (keep: (handle: QuickJSHandle) => QuickJSHandle) => T): T {
  const kept: QuickJSHandle[] = []
  try {
    return run((handle) => (kept.push(handle), handle))
  } finally {
    for (const handle of kept.reverse()) if (handle.alive) handle.dispose()
  }
}
