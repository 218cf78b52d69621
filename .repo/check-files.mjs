// Housekeeping that no linter does: a complete lockfile without addresses, no overlong files, links that resolve, nothing extra at the top.
import { posix } from 'node:path'
import { exists, globSync, readFileSync } from './files.mjs'

const problems = []

const lock = JSON.parse(readFileSync('package-lock.json')).packages
const have = new Set(Object.keys(lock).map((key) => key.split('node_modules/').pop()))
for (const [key, value] of Object.entries(lock)) {
  if (/^https?:/.test(value.resolved ?? '')) problems.push(`package-lock.json: ${key} names a download address`)
  for (const name of Object.keys(value.optionalDependencies ?? {})) {
    if (!have.has(name)) problems.push(`package-lock.json: ${name} of ${key} is missing, npm ci will fail`)
  }
}

const MAX_LINES = 400
for (const file of globSync(/\.(ts|tsx|py|mjs)$/)) {
  if (file.includes('kernel-bytes')) continue
  const lines = readFileSync(file).split('\n').length
  if (lines > MAX_LINES) problems.push(`${file}: ${lines} lines, at most ${MAX_LINES}`)
}

for (const file of globSync(/\.md$/)) {
  for (const [, link] of readFileSync(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    const target = posix.join(posix.dirname(file), link)
    if (!exists(target)) problems.push(`${file}: link to ${link} leads nowhere`)
  }
}

const TOP = /^(package\.json|package-lock\.json|turbo\.json|tsconfig(\.base)?\.json|(vitest|tsup)\.config\.ts|knip\.json|README\.md|ARCHITECTURE\.md|CONTRIBUTING\.md|LICENSE|\..*)$/
for (const file of globSync(/^[^/]+$/)) if (!TOP.test(file)) problems.push(`${file}: not meant for the top level`)

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log('files: lockfile, lengths, links and top level are in order')
