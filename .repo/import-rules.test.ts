import { describe, expect, it } from 'vitest'
import { ADAPTERS, importProblems, staleAdapters, type Workspace } from './import-rules.ts'

const WORKSPACES: readonly Workspace[] = [
  { folder: 'packages/core', name: '@espalier/core', entries: ['@espalier/core'] },
  { folder: 'packages/models', name: '@espalier/models', entries: ['@espalier/models', '@espalier/models/node'] },
  { folder: 'apps/cli', name: '@espalier/cli', entries: [] },
  { folder: 'apps/server', name: '@espalier/server', entries: ['@espalier/server'] },
]

const problems = (path: string, text: string) => importProblems({ path, text }, WORKSPACES)

describe('the import rules refuse', () => {
  it.each([
    ['core importing a package', 'packages/core/src/a.ts', `import { x } from '@espalier/models'`],
    ['core importing from npm', 'packages/core/src/a.ts', `import x from 'lodash'`],
    ['core importing from Node', 'packages/core/src/a.ts', `import 'node:fs'`],
    ['an arrow that is not drawn', 'packages/tasks/src/a.ts', `export * from '@espalier/models'`],
    ['a package without drawn arrows', 'packages/new/src/a.ts', `import { x } from '@espalier/core'`],
    ['an app', 'packages/token/src/a.test.ts', `import { x } from '@espalier/cli'`],
    ['an app in another app', 'apps/server/src/a.ts', `import { x } from '@espalier/cli'`],
    ['the server in the page', 'apps/playground/src/a.ts', `import { x } from '@espalier/server'`],
    ['an entry that is not exported', 'apps/cli/src/a.ts', `import { x } from '@espalier/models/src/index.ts'`],
    ['an unknown package of ours', 'apps/cli/src/a.ts', `await import('@espalier/nothing')`],
    ['a path into another package', 'packages/token/src/a.ts', `import { x } from '../../core/src/index.ts'`],
    ['a clock', 'packages/token/src/a.ts', 'const now = Date.now()'],
    ['a die', 'packages/token/src/a.ts', 'const x = Math.random()'],
    ['a timer', 'packages/token/src/a.ts', 'setTimeout(f, 1)'],
    ['the network', 'packages/token/src/a.ts', 'await fetch(url)'],
    ['the process', 'packages/token/src/a.ts', 'process.exit(1)'],
    ['files', 'packages/token/src/a.ts', `import { readFile } from 'node:fs/promises'`],
    ['random names', 'packages/token/src/a.ts', 'crypto.randomUUID()'],
    ['printing', 'packages/token/src/a.ts', `console.log('x')`],
  ])('%s', (_, path, text) => {
    expect(problems(path, text)).toHaveLength(path.startsWith('packages/core') && text.includes('node:') ? 2 : 1)
  })
})

describe('the import rules allow', () => {
  it.each([
    ['a drawn arrow', 'packages/token/src/a.ts', `import { x } from '@espalier/models'`],
    ['any exported entry in tests', 'packages/core/test/a.test.ts', `import { x } from '@espalier/models/node'`],
    ['a relative path in the package', 'packages/core/test/a.test.ts', `import { x } from '../src/a.ts'`],
    ['the world in benchmarks', 'packages/core/bench/a.ts', 'console.log(performance.now())'],
    ['the world in apps', 'apps/cli/src/a.ts', 'console.log(Date.now())'],
    ['the server in the command', 'apps/cli/src/a.ts', `import { x } from '@espalier/server'`],
    ['an adapter', 'packages/models/src/node.ts', `import { readFile } from 'node:fs/promises'`],
    ['words in comments', 'packages/core/src/a.ts', '/** never Date.now */'],
  ])('%s', (_, path, text) => {
    expect(problems(path, text)).toEqual([])
  })
})

it('names adapters that are gone', () => {
  const listed = Object.keys(ADAPTERS)
  const [first = ''] = listed
  expect(staleAdapters(new Set(listed))).toEqual([])
  expect(staleAdapters(new Set(listed.slice(1)))).toEqual([`${first}: listed as an adapter but not there`])
})
