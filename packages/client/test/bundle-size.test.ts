import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

/** Bytes, minified and gzipped, plus about 5 %. Raise it in the commit that causes the growth, and say why. */
const CEILING = 15_400

/** Everything that a page needs whose searches run elsewhere: what it takes of core and the protocol is counted too. */
const PAGE = `export {
  httpTransport, portTransport, createTreeStore, followSearch, icicleCells, pickIcicle, createTidyLayout, tidyFrame, pickTidy,
  parseQuery, findNodes,
} from './index.ts'`

it('stays small, and brings a page no schemas', async () => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: PAGE, resolveDir: fileURLToPath(new URL('../src', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['@espalier/source'],
    metafile: true,
    write: false,
  })
  const [output] = Object.values(metafile.outputs)
  expect(Object.keys(output!.inputs).filter((path) => path.includes('zod'))).toEqual([])
  const bytes = gzipSync(outputFiles[0]!.contents, { level: 9 }).length
  expect(bytes, 'far below the ceiling: lower it').toBeGreaterThan(CEILING * 0.85)
  expect(bytes).toBeLessThanOrEqual(CEILING)
})
