/**
 * Which packages a package's sources may import: the arrows of ARCHITECTURE.md. A package that is not here fails the check.
 * Tests and benchmarks may import more, as long as it is an entry that some package exports.
 */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/tasks': ['@espalier/core'],
  'packages/models': ['@espalier/core'],
  'packages/token': ['@espalier/core', '@espalier/models'],
  'packages/providers': ['@espalier/core', '@espalier/token'],
  'packages/latent': ['@espalier/core', '@espalier/models', '@espalier/tasks'],
  'packages/self-play': ['@espalier/core', '@espalier/token'],
  'packages/testing': ['@espalier/core', '@espalier/protocol', '@espalier/client'],
  'packages/protocol': ['@espalier/core'],
  'packages/catalog': [
    '@espalier/core',
    '@espalier/latent',
    '@espalier/models',
    '@espalier/protocol',
    '@espalier/tasks',
    '@espalier/token',
  ],
  'packages/client': ['@espalier/core', '@espalier/protocol'],
}

/** The one app that another may import: the command starts the server. */
const IMPORTED_APPS: Readonly<Record<string, string>> = { 'apps/cli': '@espalier/server' }

/** Packages that import nothing at all, not even from npm or Node. */
const SELF_CONTAINED = new Set(['packages/core'])

/** Sources that may touch the world, and why. Everything else gets clock, dice, files and network from its caller. */
export const ADAPTERS: Readonly<Record<string, string>> = {
  'packages/client/src/platform.ts': 'clock, timers and dice of the page, worker or process, for callers to inject',
  'packages/models/src/node.ts': 'reads the shipped checkpoint from disk',
  'packages/providers/src/http/guarded-connect.ts': 'looks names up and connects, to addresses that were checked',
  'packages/providers/src/http/guarded-fetch.ts': 'the fetch of that connection, for libraries that take one',
  'packages/providers/src/platform.ts': 'clock, timers and dice of the process, for callers to inject',
  'packages/providers/src/record/call-record.ts': 'the hash of the platform, for keys of calls',
  'packages/providers/src/record/record-file.ts': 'writes and reads files of recorded calls',
  'packages/tasks/src/node.ts': 'starts the thread of the sandbox, and ends it when its time is up',
  'packages/tasks/src/sandbox-worker.ts': 'the thread of the sandbox',
  'packages/self-play/src/node.ts': 'keeps a record of calls in a file',
  'packages/testing/src/virtual-time.ts': 'waits for the promise jobs of a turn of the event loop',
}

/** Not the library: tests, benchmarks, training scripts and build steps may use the world. */
const EXEMPT = /\.test\.ts$|^packages\/[^/]+\/(test|bench|training|kernel)\//

const FORBIDDEN: readonly RegExp[] = [
  /\bMath\.random\b/,
  /\bDate\.now\b/,
  /\bnew Date\b/,
  /\bset(Timeout|Interval|Immediate)\b/,
  /\bfetch\(/,
  /\bprocess\./,
  /\bcrypto\.(randomUUID|getRandomValues)\b/,
  /\bperformance\./,
  /\bconsole\./,
  /['"]node:/,
]

/** Scripts beside a model that make its data run inside the checkout only, and may reach into sources. */
const INSIDE_CHECKOUT = /^packages\/[^/]+\/training\//

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string
  readonly text: string
}

export interface Workspace {
  /** From the root, with `/`. */
  readonly folder: string
  readonly name: string
  /** What `exports` names, as importers write it: `@espalier/models`, `@espalier/models/node`. */
  readonly entries: readonly string[]
}

/** What breaks the import rules, one line each; empty when all is well. */
export function importProblems(file: SourceFile, workspaces: readonly Workspace[]): readonly string[] {
  const folder = file.path.split('/').slice(0, 2).join('/')
  const isLibrary = folder.startsWith('packages/') && !EXEMPT.test(file.path)
  const imports = importsOf(file.text).flatMap((specifier) => {
    if (specifier.startsWith('.')) return leavesPackage(file.path, folder, specifier)
    const target = workspaces.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`))
    if (target === undefined) {
      const forbidden = specifier.startsWith('@espalier/') || (isLibrary && SELF_CONTAINED.has(folder))
      return forbidden ? [`${folder} may not import ${specifier}`] : []
    }
    return workspaceImport(folder, specifier, target, isLibrary)
  })
  const world = isLibrary && !(file.path in ADAPTERS) ? worldUses(file.text) : []
  return [...imports, ...world].map((problem) => `${file.path}: ${problem}`)
}

/** Adapters of the table that are gone. */
export function staleAdapters(paths: ReadonlySet<string>): readonly string[] {
  return Object.keys(ADAPTERS)
    .filter((path) => !paths.has(path))
    .map((path) => `${path}: listed as an adapter but not there`)
}

function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g)].map((match) => match[1] ?? '')
}

function leavesPackage(path: string, folder: string, specifier: string): readonly string[] {
  const target = new URL(specifier, `file:///${path}`).pathname.slice(1)
  return target.startsWith(`${folder}/`) || INSIDE_CHECKOUT.test(path) ? [] : [`${specifier} leaves its package`]
}

function workspaceImport(folder: string, specifier: string, target: Workspace, isLibrary: boolean): readonly string[] {
  if (target.folder.startsWith('apps/') && target.folder !== folder && IMPORTED_APPS[folder] !== target.name)
    return [`nothing may import an app: ${specifier}`]
  if (!target.entries.includes(specifier)) return [`${specifier} is no entry that ${target.name} exports`]
  const drawn = ARROWS[folder] ?? []
  if (!isLibrary || drawn.includes(target.name)) return []
  return [`${folder} may not import ${target.name}`]
}

function worldUses(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(\*|\/\/|\/\*)/.test(line)) return []
    const found = FORBIDDEN.map((pattern) => pattern.exec(line)?.[0]).filter((use) => use !== undefined)
    return found.map((use) => `line ${index + 1}: ${use} outside an adapter`)
  })
}
