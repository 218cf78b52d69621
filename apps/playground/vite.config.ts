import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'

const CHECKPOINT = fileURLToPath(new URL('../../packages/models/checkpoints/countdown.safetensors', import.meta.url))

/** `virtual:checkpoint`: the address of the embedded model's checkpoint as an asset of the page, or null where it was not trained. */
function checkpointAsset(): Plugin {
  const id = 'virtual:checkpoint'
  return {
    name: 'checkpoint-asset',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null
      if (!existsSync(CHECKPOINT)) return 'export default null'
      return `import address from ${JSON.stringify(`${CHECKPOINT}?url`)}\nexport default address`
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
