import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['@espalier/source', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['@espalier/source', 'module', 'node', 'development|production'] } },
  test: {
    include: ['{packages,apps,examples}/**/*.test.ts', '.repo/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
