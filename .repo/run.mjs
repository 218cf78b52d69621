// Entry of `npm start`, `npm test` and `npm run build`: works on a fresh clone with only Node and npm.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installIfMissing, requireNode } from './installed.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [task, ...rest] = process.argv.slice(2)

const STEPS = {
  start: [['apps/cli/bin/espalier.js', 'demo', ...rest]],
  // Arguments choose tests, so the checks are left out where there are any.
  test: [...(rest.length === 0 ? [['.repo/check.mjs']] : []), ['node_modules/vitest/vitest.mjs', 'run', ...rest]],
  build: [['node_modules/turbo/bin/turbo', 'run', 'build', '--concurrency=2', ...rest]],
}

requireNode()
installIfMissing(root)

// The step gets the interrupt of the terminal as well, and ends in its own way.
process.on('SIGINT', () => {})
const started = performance.now()
for (const step of STEPS[task]) {
  const status = await run(step)
  if (status === 0) continue
  if (task === 'test') console.error(`\nFAILED: ${step.join(' ')}`)
  process.exit(status)
}
if (task === 'test') {
  const what = rest.length === 0 ? 'all checks and tests' : 'the chosen tests'
  console.log(`\nPASSED: ${what}, in ${((performance.now() - started) / 1000).toFixed(0)} s`)
}

function run(args) {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env })
  return new Promise((resolve) => {
    child.on('close', (status, signal) => resolve(status ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}
