import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StoreError } from '../search-store.ts'

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, in the kernel's ticks; null where the system does not say. Tells a process from a later one with its number. */
  readonly startedAt: string | null
  readonly token: string
}

const NAME = /^lock\.(\d+)$/
const DRAFT = /^\.lock-[0-9a-f]+$/

/**
 * Takes a directory for this process alone; gives the function that lets go of it. A lock whose process is gone is taken over. Each
 * lock is a new file `lock.<n>`, linked into place whole, so that of two processes that find the same dead holder only one can win.
 * Throws `LOCKED` that names the holder.
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true })
  const token = randomBytes(8).toString('hex')
  const mine: Holder = { pid: process.pid, host: hostname(), startedAt: startOf(process.pid), token }
  const draft = join(directory, `.lock-${token}`)
  writeFileSync(draft, JSON.stringify(mine))
  try {
    const found = locksOf(directory)
    refuseLive(directory, found)
    const name = join(directory, `lock.${1 + Math.max(0, ...found.map(({ n }) => n))}`)
    link(draft, name, directory)
    try {
      refuseLive(
        directory,
        locksOf(directory).filter(({ holder }) => holder?.token !== token),
      )
    } catch (error) {
      rmSync(name, { force: true })
      throw error
    }
    for (const { file } of found) rmSync(file, { force: true })
    removeDrafts(directory)
    return () => rmSync(name, { force: true })
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Drafts of processes that died while they took the directory, or are about to be refused. */
function removeDrafts(directory: string): void {
  for (const name of readdirSync(directory)) if (DRAFT.test(name)) rmSync(join(directory, name), { force: true })
}

interface Lock {
  readonly file: string
  readonly n: number
  readonly holder: Holder | null
}

function locksOf(directory: string): readonly Lock[] {
  return readdirSync(directory).flatMap((name) => {
    const match = NAME.exec(name)
    if (match === null) return []
    const file = join(directory, name)
    return [{ file, n: Number(match[1]), holder: readHolder(file) }]
  })
}

function refuseLive(directory: string, locks: readonly Lock[]): void {
  for (const { holder } of locks) {
    if (holder !== null && isAlive(holder)) {
      const where = holder.host === hostname() ? '' : ` on ${holder.host}`
      throw new StoreError('LOCKED', `${directory}: in use by process ${holder.pid}${where}`)
    }
  }
}

/** A process on another machine cannot be asked, so it counts as alive. */
function isAlive({ pid, host, startedAt }: Holder): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return startedAt === null || startOf(pid) === startedAt
}

/** Field 22 of /proc/<pid>/stat, behind the name in parentheses. A zombie has ended. */
function startOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null)
  } catch {
    return null
  }
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return null
  }
}

function link(from: string, to: string, directory: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    // Whoever took it meanwhile has the name, or has cleared the draft away.
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' && code !== 'ENOENT') throw error
    throw new StoreError('LOCKED', `${directory}: another process has just taken it`, { cause: error })
  }
}
