import { parentPort } from 'node:worker_threads'
import type { SandboxJob } from './sandbox/in-worker.ts'
import { inProcessSandbox } from './sandbox/same-thread.ts'

/** The thread of `nodeSandbox`: says that it is ready once its engine is loaded, then answers jobs. */
const sandbox = inProcessSandbox()

parentPort?.on('message', ({ call, limits }: SandboxJob) => {
  void sandbox.run(call, limits).then((outcome) => parentPort?.postMessage(outcome))
})
void sandbox.run({ source: '', name: 'nothing', args: [] }).then(() => parentPort?.postMessage('ready'))
