// The import rules of ARCHITECTURE.md: allowed arrows between packages, no deep imports, and no clocks, dice, network, files or
// processes outside the adapters named here.
import { globSync, readFileSync } from './files.mjs'

const ARROWS = {
  'packages/core': [],
  'packages/tasks': ['@espalier/core'],
  'packages/models': ['@espalier/core'],
  'packages/token': ['@espalier/core', '@espalier/models'],
  'packages/testing': ['@espalier/core'],
}

/** Files that may touch the world, and why. */
const ADAPTERS = {
  'packages/models/src/node.ts': 'reads the shipped checkpoint from disk',
}

const FORBIDDEN = [
  /\bMath\.random\b/,
  /\bDate\.now\b/,
  /\bnew Date\b/,
  /\bsetTimeout\b/,
  /\bsetInterval\b/,
  /\bfetch\(/,
  /\bprocess\./,
  /\bcrypto\.randomUUID\b/,
  /\bperformance\./,
  /\bconsole\./,
  /from 'node:/,
]

const problems = []
const entries = new Map(
  globSync(/^(packages|apps)\/[^/]+\/package\.json$/).map((file) => {
    const { name, exports = {} } = JSON.parse(readFileSync(file))
    return [name, Object.keys(exports).map((entry) => (entry === '.' ? name : `${name}/${entry.slice(2)}`))]
  }),
)

for (const file of globSync(/^(packages|apps|examples)\/.*\.(ts|tsx)$/)) {
  const folder = file.split('/').slice(0, 2).join('/')
  const text = readFileSync(file)
  const isSource = file.startsWith(`${folder}/src/`) && !file.endsWith('.test.ts')
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    if (specifier.startsWith('.')) {
      const target = new URL(specifier, `file:///${file}`).pathname.slice(1)
      const training = file.startsWith('packages/models/training/')
      if (!target.startsWith(`${folder}/`) && !training) problems.push(`${file}: ${specifier} leaves its package`)
      continue
    }
    if (specifier.startsWith('@espalier/')) {
      const name = specifier.split('/').slice(0, 2).join('/')
      if (!entries.get(name)?.includes(specifier)) problems.push(`${file}: ${specifier} is no entry that ${name} exports`)
      if (name === '@espalier/cli') problems.push(`${file}: nothing may import an app`)
      if (isSource && ARROWS[folder] !== undefined && !ARROWS[folder].includes(name)) problems.push(`${file}: ${folder} may not import ${name}`)
    } else if (folder === 'packages/core' && isSource) problems.push(`${file}: core imports nothing, found ${specifier}`)
  }
  if (!isSource || !folder.startsWith('packages/') || folder === 'packages/testing' || file in ADAPTERS) continue
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(\*|\/\/|\/\*)/.test(line)) continue
    for (const pattern of FORBIDDEN) if (pattern.test(line)) problems.push(`${file}:${index + 1}: ${pattern.source} outside an adapter`)
  }
}

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log('imports: all rules hold')
