import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The repository as the checks see it: paths from the root with `/`, in a fixed order. */
const root = fileURLToPath(new URL('..', import.meta.url))

const IGNORED = new Set(['node_modules', 'dist', 'coverage', 'training-runs', '.git', '.turbo', '.DS_Store'])

/** What is under version control or about to be. */
function tracked(): readonly string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return [...new Set(list.split('\0'))].filter((file) => file !== '' && exists(file))
}

/** The same for a downloaded archive, which has no version control. */
function walked(folder = ''): readonly string[] {
  return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    if (IGNORED.has(entry.name)) return []
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    return entry.isDirectory() ? walked(path) : [path]
  })
}

function listFiles(): readonly string[] {
  if (!existsSync(`${root}/.git`)) return walked()
  try {
    return tracked()
  } catch {
    return walked() // no git on this machine
  }
}

const files = listFiles().toSorted()

export const filesMatching = (pattern: RegExp): readonly string[] => files.filter((file) => pattern.test(file))
export const readText = (file: string): string => readFileSync(`${root}/${file}`, 'utf8')
export const exists = (file: string): boolean => existsSync(`${root}/${file}`)

/** Prints `good` or the problems, and sets the exit code. */
export function report(problems: readonly string[], good: string): void {
  if (problems.length === 0) return console.log(good)
  console.error(problems.join('\n'))
  process.exitCode = 1
}
