import type { ChildProcess } from 'node:child_process'
import { runJob, type Host, type Job, type ScoredStanding } from './job.ts'
import type { CompareTask, TaskRequest } from './task.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** Runs jobs, `count` of them at once. */
export interface Workers {
  readonly count: number
  /** Null if the job was called off. Never more than `count` jobs may run at once. */
  run(job: Job): Promise<readonly ScoredStanding[] | null>
  close(): void
}

/** Jobs in this process, one at a time. */
export function localWorker(task: CompareTask, host: Host): Workers {
  return { count: 1, run: (job) => runJob(task, job, host), close: () => {} }
}

/** Jobs in processes of their own. Every job's result depends on the job alone, so it does not matter which one has it. */
export function processWorkers(
  count: number,
  start: () => ChildProcess,
  request: TaskRequest,
  signal: AbortSignal,
): Workers {
  const idle = Array.from({ length: count }, start)
  const all = [...idle]
  for (const child of all) child.send({ type: 'open', request } satisfies ToWorker)
  return {
    count,
    run: async (job) => {
      const child = idle.pop()
      if (child === undefined) throw new TypeError(`more than ${count} jobs at once`)
      const standings = await ask(child, job, signal)
      idle.push(child)
      return standings
    },
    close: () => {
      for (const child of all) child.kill()
    },
  }
}

function ask(child: ChildProcess, job: Job, signal: AbortSignal): Promise<readonly ScoredStanding[] | null> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromWorker): void => {
      settle()
      if (message.type === 'done') resolve(message.standings)
      else reject(new Error(message.message))
    }
    const onExit = (code: number | null): void => {
      settle()
      reject(new Error(`a process of the comparison ended with code ${String(code)}`))
    }
    const onAbort = (): void => {
      settle()
      resolve(null)
    }
    const settle = (): void => {
      child.off('message', onMessage)
      child.off('exit', onExit)
      signal.removeEventListener('abort', onAbort)
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    else child.send({ type: 'run', job } satisfies ToWorker)
  })
}
