import { parentPort } from 'node:worker_threads'
import { inProcessSandbox } from './sandbox/same-thread.ts'
import type { SandboxJob } from './sandbox/in-worker.ts'

/** The thread of `nodeSandbox`: says that it is ready, then answers jobs. */
const sandbox = inProcessSandbox()

parentPort?.on('message', ({ call, limits }: SandboxJob) => {
  void sandbox.run(call, limits).then((outcome) => parentPort?.postMessage(outcome))
})
parentPort?.postMessage('ready')
