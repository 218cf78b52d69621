import { filesMatching, readText, report } from './files.ts'
import { importProblems, staleAdapters, type Workspace } from './import-rules.ts'

/** Checks every source of the repository against the import rules. */
const workspaces = filesMatching(/^(packages|apps|examples)\/[^/]+\/package\.json$/).map((file): Workspace => {
  const { name, exports = {} } = JSON.parse(readText(file)) as {
    readonly name: string
    readonly exports?: Readonly<Record<string, unknown>>
  }
  return {
    folder: file.slice(0, -'/package.json'.length),
    name,
    entries: Object.keys(exports).map((entry) => name + entry.slice(1)),
  }
})
const paths = filesMatching(/^(packages|apps|examples)\/.*\.(ts|tsx|mts)$/)
const problems = paths.flatMap((path) => importProblems({ path, text: readText(path) }, workspaces))

report([...problems, ...staleAdapters(new Set(paths))], `${paths.length} files keep the import rules`)
