import { expect, it } from 'vitest'
import { lockfileProblems } from './lockfile.ts'

it('accepts a complete lockfile', () => {
  const packages = {
    '': {},
    'node_modules/@espalier/core': { resolved: 'packages/core', link: true },
    'node_modules/turbo': { version: '1.0.0', optionalDependencies: { '@turbo/darwin-64': '1.0.0' } },
    'node_modules/@turbo/darwin-64': { version: '1.0.0' },
  }
  expect(lockfileProblems(packages)).toEqual([])
})

it('names platform packages that are missing', () => {
  const packages = { 'node_modules/turbo': { version: '1.0.0', optionalDependencies: { '@turbo/darwin-64': '1.0.0' } } }
  expect(lockfileProblems(packages)).toEqual([
    'package-lock.json: @turbo/darwin-64, optional for node_modules/turbo, is missing; npm ci will fail',
  ])
})

it('names download addresses', () => {
  expect(lockfileProblems({ 'node_modules/a': { resolved: 'https://example.test/a.tgz' } })).toHaveLength(1)
})
