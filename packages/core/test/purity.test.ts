import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

/** What would make a search depend on more than its seed and its results, or tie it to one platform. */
const FORBIDDEN = [
  'Math.random',
  // Engines differ in their last bits.
  'Math.exp',
  'Math.log',
  'Math.sin',
  'Math.cos',
  'Math.tan',
  'Date',
  'performance',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'fetch(',
  'crypto',
  'process',
  'console',
  'require(',
  'import(',
]

it('needs no clock, dice, timers, network or platform', async () => {
  const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url))
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    write: false,
  })
  const code = outputFiles[0]!.text
  expect(FORBIDDEN.filter((word) => code.includes(word))).toEqual([])
  expect(Object.keys(metafile.inputs).filter((path) => !path.includes('core/src/'))).toEqual([])
})
