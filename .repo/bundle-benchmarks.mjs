// Bundles the benchmarks of the core, engine and baselines alike, as packages are built (tsup.config.ts): run from source through tsx, every function
// made in a call would pay for keeping its name, and every constant of another file would be a variable.
import { build } from 'esbuild'

/** Where the bundles lie, from the root. */
export const BUNDLED = 'node_modules/.cache/espalier-bench'

export async function bundleBenchmarks(root) {
  await build({
    absWorkingDir: root,
    entryPoints: ['cell', 'kernel', 'abmcts'].map((name) => `packages/core/bench/${name}.ts`),
    outdir: BUNDLED,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    conditions: ['@espalier/source'],
    minifySyntax: true,
    logLevel: 'warning',
  })
}
