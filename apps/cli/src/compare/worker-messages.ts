import type { Job, ScoredStanding } from './job.ts'
import type { TaskRequest } from './task.ts'

/** What a process of the comparison is told. */
export type ToWorker =
  { readonly type: 'open'; readonly request: TaskRequest } | { readonly type: 'run'; readonly job: Job }

/** What it says: once for each job. */
export type FromWorker =
  | { readonly type: 'done'; readonly standings: readonly ScoredStanding[] | null }
  | { readonly type: 'failed'; readonly message: string }
