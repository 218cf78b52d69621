import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** One run for the whole repository, from sources: packages are found by the condition that their `exports` name first. */
const conditions = ['@espalier/source', ...defaultServerConditions]
const exclude = ['**/node_modules/**', '**/dist/**']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['packages/**/*.test.ts'],
          exclude,
          setupFiles: ['.repo/fail-on-console.ts'],
        },
      },
      { extends: true, test: { name: 'apps', include: ['{apps,examples,.repo}/**/*.test.ts'], exclude } },
    ],
  },
})
