import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPage, type BuiltPage } from './built-page.ts'

interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly isDynamicEntry?: boolean
  readonly imports?: readonly string[]
}

const KB = 1000
const FIRST_ROUTE = 180 * KB
const LAZY_VIEW = 80 * KB
const FONTS = 90 * KB

describe('the built page', () => {
  let built: BuiltPage
  let manifest: Readonly<Record<string, Chunk>>

  beforeAll(async () => {
    built = await buildPage()
    manifest = JSON.parse(readFileSync(join(built.folder, '.vite/manifest.json'), 'utf8')) as typeof manifest
  }, 480_000)
  afterAll(() => built.remove())

  /** A chunk and everything that comes with it, by name. */
  const withImports = (name: string): ReadonlySet<string> =>
    new Set([name, ...(manifest[name]?.imports ?? []).flatMap((imported) => [...withImports(imported)])])
  const sizeOf = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(built.folder, manifest[name]!.file))).length, 0)
  const entry = (): string => Object.keys(manifest).find((name) => manifest[name]?.isEntry === true)!

  it('loads at most 180 KB of JavaScript on the first route, gzipped', () => {
    expect(sizeOf(withImports(entry()))).toBeLessThanOrEqual(FIRST_ROUTE)
  })

  it('loads at most 80 KB for each view that comes later', () => {
    const first = withImports(entry())
    const views = Object.keys(manifest).filter((name) => manifest[name]?.isDynamicEntry === true)
    expect(views.length).toBeGreaterThanOrEqual(5)
    for (const view of views) {
      const own = [...withImports(view)].filter((name) => !first.has(name))
      expect(sizeOf(own), view).toBeLessThanOrEqual(LAZY_VIEW)
    }
  })

  it('carries at most 90 KB of fonts', () => {
    const fonts = Object.values(manifest).filter(({ file }) => file.endsWith('.woff2'))
    expect(fonts.length).toBeGreaterThan(0)
    const bytes = fonts.reduce((sum, { file }) => sum + readFileSync(join(built.folder, file)).length, 0)
    expect(bytes).toBeLessThanOrEqual(FONTS)
  })

  it('has no script in its document and names nothing from elsewhere', () => {
    const html = readFileSync(join(built.folder, 'index.html'), 'utf8')
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/)
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/)
  })
})
