import { explainError } from '../cli-error.ts'
import type { World } from '../world.ts'
import { runJob } from './job.ts'
import { openTask, type CompareTask } from './task.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** The argument that makes a process of the command one that only runs jobs. */
export const WORKER_ARGUMENT = 'compare-worker'

/** The end of the channel to the parent, as Node gives it to a forked process. */
export interface Channel {
  on(event: 'message', listener: (message: ToWorker) => void): unknown
  send(message: FromWorker): unknown
}

/** Runs the jobs that come through the channel, one at a time. */
export function serveJobs(channel: Channel, { io, openCatalog }: World): void {
  const host = { clock: () => io.now(), breathe: () => io.sleep(0), signal: new AbortController().signal }
  let task: Promise<CompareTask> | null = null
  channel.on('message', (message) => {
    if (message.type === 'open') {
      task = openTask(message.request, openCatalog)
      // Whoever asks for a job hears of it.
      task.catch(() => {})
    } else void answer(message.job)
  })

  async function answer(job: Parameters<typeof runJob>[1]): Promise<void> {
    try {
      if (task === null) throw new TypeError('a job before the task')
      channel.send({ type: 'done', standings: await runJob(await task, job, host) })
    } catch (error) {
      channel.send({ type: 'failed', message: explainError(error).line })
    }
  }
}
