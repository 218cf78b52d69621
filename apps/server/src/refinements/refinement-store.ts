import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '@espalier/core'
import type { RefinementRequest } from '@espalier/protocol'
import { recordInMemory, type RecordFile } from '@espalier/self-play'
import { recordInFile } from '@espalier/self-play/node'

/** What is kept of a run beside its record of calls. */
export interface KeptRefinement {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly request: RefinementRequest
  /** How it ended, and why; null while it has not. */
  readonly end: { readonly status: 'done' | 'budget' | 'aborted' | 'failed'; readonly reason: string | null } | null
}

export type OpenRecordFile = RecordFile & { close(): Promise<void> }

/** Where runs of self-play are kept. */
export interface RefinementStore {
  /** All of them, oldest first. */
  list(): readonly KeptRefinement[]
  /** Keeps a new run, or what has changed of one. Durable when it resolves. */
  keep(run: KeptRefinement): Promise<void>
  /** The calls of a run, for one writer. */
  record(id: string): Promise<OpenRecordFile>
}

export function memoryRefinements(): RefinementStore {
  const runs = new Map<string, KeptRefinement>()
  const records = new Map<string, RecordFile>()
  return {
    list: () => [...runs.values()],
    keep: (run) => Promise.resolve(void runs.set(run.id, run)),
    record: (id) => {
      const file = records.get(id) ?? recordInMemory()
      records.set(id, file)
      return Promise.resolve({ ...file, close: () => Promise.resolve() })
    },
  }
}

const RUN = 'run.json'
const RECORD = 'record.jsonl'

/** A folder with a folder for each run, as `espalier self-play` lays them out. The process must have the directory to itself. */
export function diskRefinements(directory: string, report: (fault: string) => void = () => {}): RefinementStore {
  return {
    list: () =>
      foldersIn(directory).flatMap((name) => {
        const path = join(directory, name, RUN)
        try {
          return [JSON.parse(readFileSync(path, 'utf8')) as KeptRefinement]
        } catch (error) {
          // It stays where it is, for somebody to look at; the others go on.
          report(`${path}: not a run that can be gone on with: ${messageOf(error)}`)
          return []
        }
      }),
    keep: async (run) => {
      const folder = join(directory, run.id)
      mkdirSync(folder, { recursive: true })
      const file = join(folder, RUN)
      const handle = await open(`${file}.part`, 'w')
      await handle.writeFile(JSON.stringify(run))
      await handle.sync()
      await handle.close()
      await rename(`${file}.part`, file)
    },
    record: (id) => recordInFile(join(directory, id, RECORD)),
  }
}

/** In order; none where there has never been a run. */
function foldersIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory).sort() : []
}
