import { existsSync } from 'node:fs'
import { defineConfig } from 'tsup'

/** One build for every package, run in its folder by `turbo run build`: the entries are the files that `exports` names. */
export default defineConfig({
  entry: [
    'src/index.ts',
    'src/code.ts',
    'src/ifeval.ts',
    'src/node.ts',
    'src/retrieve.ts',
    'src/sandbox-worker.ts',
    'src/scoring.ts',
    'src/verify.ts',
    'src/main.ts',
  ].filter((file) => existsSync(file)),
  format: 'esm',
  target: 'es2022',
  sourcemap: true,
  clean: true,
  dts: false,
  // Puts the values of constants where they are read, in other files too. Nothing is renamed.
  minifySyntax: true,
  // Letters of all scripts as they are, not as escapes of six characters.
  esbuildOptions: (options) => {
    options.charset = 'utf8'
  },
})
