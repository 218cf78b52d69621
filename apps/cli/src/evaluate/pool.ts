import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Run } from './methods.ts'
import type { Job } from './shard.ts'

/** A few child processes that each hold the model. */
export interface Pool {
  /** Runs a job spread over the processes; runs come back in the order of the puzzles. */
  run(job: Job): Promise<readonly Run[]>
  close(): void
}

export function createPool(processes: number, checkpoint: string): Pool {
  const children = Array.from({ length: processes }, () =>
    fork(fileURLToPath(new URL('./shard.ts', import.meta.url)), [checkpoint]),
  )

  async function run(job: Job): Promise<readonly Run[]> {
    const shares = await Promise.all(
      children.map((child, k) =>
        ask(child, {
          ...job,
          seed: job.seed + 100_000 * k,
          puzzles: job.puzzles.filter((_, i) => i % processes === k),
        }),
      ),
    )
    return job.puzzles.map((_, i) => shares[i % processes]![Math.floor(i / processes)]!)
  }

  return { run, close: () => children.forEach((child) => child.kill()) }
}

function ask(child: ChildProcess, job: Job): Promise<readonly Run[]> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`an evaluation process ended with code ${String(code)}`))
    child.once('exit', onExit)
    child.once('message', (runs) => {
      child.off('exit', onExit)
      resolve(runs as readonly Run[])
    })
    child.send(job)
  })
}
