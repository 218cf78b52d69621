import variant from '@jitl/quickjs-singlefile-mjs-release-sync'
import { newQuickJSWASMModuleFromVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core'
import { closedError } from './closed.ts'
import { runCall } from './run-call.ts'
import { checkCall, DEFAULT_LIMITS, type Sandbox } from './sandbox.ts'

/**
 * A sandbox in this thread: QuickJS in WebAssembly, in browsers and Node. It stops at the same turn on every machine, but a turn may take long:
 * a single built-in call minutes (`indexOf` of a long text in a longer one), a stack that overflows again and again milliseconds. For scripts that
 * may mean harm use a sandbox in a thread.
 */
export function inProcessSandbox(): Sandbox {
  let engine: Promise<QuickJSWASMModule> | null = null
  let isClosed = false
  return {
    async run(call, limits = {}) {
      checkCall(call)
      if (isClosed) throw closedError()
      engine ??= newQuickJSWASMModuleFromVariant(variant)
      try {
        return runCall(await engine, call, { ...DEFAULT_LIMITS, ...limits })
      } catch (error) {
        engine = null
        return { type: 'crashed', message: error instanceof Error ? error.message : String(error) }
      }
    },
    close() {
      isClosed = true
      engine = null
    },
  }
}
