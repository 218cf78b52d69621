import type { ChildProcess } from 'node:child_process'
import type { Io } from './io.ts'
import type { OpenCatalogFn } from './run/open-catalog.ts'

/** What the commands run in: streams, clock and signals, where models come from, and other processes to share work with. */
export interface World {
  readonly io: Io
  readonly openCatalog: OpenCatalogFn
  /** Absent: all work is done in this process. */
  readonly workers?: WorkerHost
}

export interface WorkerHost {
  /** Processes that can work at once. */
  readonly cores: number
  /** Starts a process that runs jobs of a comparison (`serveJobs`). */
  start(): ChildProcess
}
