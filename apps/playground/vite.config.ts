import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'

/** Tasks with an embedded model, whose checkpoint goes by their name. */
const TASKS = ['countdown', 'prosqa']
const checkpointOf = (task: string): string =>
  fileURLToPath(new URL(`../../packages/models/checkpoints/${task}.safetensors`, import.meta.url))

/** `virtual:checkpoint`: the addresses of the embedded models' checkpoints as assets of the page, without those that were not trained. */
function checkpointAsset(): Plugin {
  const id = 'virtual:checkpoint'
  return {
    name: 'checkpoint-asset',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null
      const trained = TASKS.filter((task) => existsSync(checkpointOf(task)))
      const imports = trained.map((task) => `import ${task} from ${JSON.stringify(`${checkpointOf(task)}?url`)}`)
      return [...imports, `export default { ${trained.join(', ')} }`].join('\n')
    },
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), checkpointAsset()],
  resolve: { conditions: ['@espalier/source', ...defaultClientConditions] },
  worker: { format: 'es', plugins: () => [checkpointAsset()] },
  build: {
    target: 'es2022',
    // Data addresses would need more than 'self' in the content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    manifest: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': { target: process.env['ESPALIER_SERVER'] ?? 'http://127.0.0.1:4100', changeOrigin: true } },
  },
})
