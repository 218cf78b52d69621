import { readFileSync, readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { goldenCases } from './golden-cases.ts'

const folder = new URL('./golden/', import.meta.url)

it.each(goldenCases.map(({ file, write }) => [file, write] as const))(
  '%s is written again byte for byte',
  (file, write) => {
    expect(write()).toBe(readFileSync(new URL(file, folder), 'utf8'))
  },
)

it('keeps no golden log that nothing writes', () => {
  const kept = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  expect(kept.sort()).toEqual(goldenCases.map(({ file }) => file).sort())
})
