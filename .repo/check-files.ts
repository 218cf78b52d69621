import { posix } from 'node:path'
import { exists, filesMatching, readText, report } from './files.ts'
import { lockfileProblems, type LockEntry } from './lockfile.ts'

/** Housekeeping that no linter does. */
const MAX_LINES = 400

/** Generated code. */
const UNLIMITED = /\/kernel-bytes\.ts$/

/** The top level is what a visitor reads first: entry documents, and configuration that tools look for there. */
const TOP_LEVEL =
  /^(package(-lock)?\.json|turbo\.json|tsconfig(\.base)?\.json|(vitest|tsup)\.config\.ts|knip\.json|(README|ARCHITECTURE|CONTRIBUTING)\.md|LICENSE|\..*)$/

function lockfile(): readonly string[] {
  const { packages } = JSON.parse(readText('package-lock.json')) as {
    readonly packages: Readonly<Record<string, LockEntry>>
  }
  return lockfileProblems(packages)
}

function lengths(): readonly string[] {
  return filesMatching(/\.(ts|tsx|mts|js|mjs|py)$/)
    .filter((file) => !UNLIMITED.test(file))
    .map((file) => ({ file, lines: readText(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ file, lines }) => `${file}: ${lines} lines, at most ${MAX_LINES}`)
}

function links(): readonly string[] {
  return filesMatching(/\.md$/).flatMap((file) =>
    [...readText(file).matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)]
      .map((match) => match[1] ?? '')
      .filter((link) => !exists(posix.join(posix.dirname(file), link)))
      .map((link) => `${file}: link to ${link} leads nowhere`),
  )
}

/** Scripts of the root run files that are there, and documents name scripts that are there. */
function scripts(): readonly string[] {
  const manifest = JSON.parse(readText('package.json')) as { readonly scripts: Readonly<Record<string, string>> }
  const lost = Object.entries(manifest.scripts).flatMap(([name, command]) =>
    command
      .split(' ')
      .filter((word) => /\/.*\.(ts|mjs|py|js)$/.test(word) && !exists(word))
      .map((word) => `package.json: script ${name} runs ${word}, which is not there`),
  )
  const unknown = filesMatching(/^[^/]+\.md$/).flatMap((file) =>
    [...readText(file).matchAll(/\bnpm run ([a-z0-9:-]+)/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => !(name in manifest.scripts))
      .map((name) => `${file}: npm run ${name} is no script of package.json`),
  )
  return [...lost, ...unknown]
}

function topLevel(): readonly string[] {
  return filesMatching(/^[^/]+$/)
    .filter((file) => !TOP_LEVEL.test(file))
    .map((file) => `${file}: does not belong at the top level`)
}

report(
  [...lockfile(), ...lengths(), ...links(), ...scripts(), ...topLevel()],
  'lockfile, lengths, links, scripts and top level are in order',
)
