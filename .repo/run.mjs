// Entry of `npm start`, `npm test`, `npm run bench` and `npm run build`: works on a fresh clone with only Node and npm.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installIfMissing, requireNode } from './installed.mjs'
import { isPageCurrent } from './page.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [task, ...rest] = process.argv.slice(2)

const PAGE_BUILD = [`${root}node_modules/vite/bin/vite.js`, 'build', '--logLevel', 'warn']

const STEPS = {
  start: [
    ...(isPageCurrent(root) ? [] : [{ name: 'page', args: PAGE_BUILD, cwd: 'apps/playground' }]),
    { name: 'server', args: ['apps/cli/bin/espalier.js', 'serve', '--example', ...rest] },
  ],
  // Arguments choose tests, so the checks are left out where there are any.
  test: [
    ...(rest.length === 0 ? [{ name: 'checks', args: ['.repo/check.mjs'] }] : []),
    {
      name: rest.length === 0 ? 'all tests' : 'the chosen tests',
      args: ['node_modules/vitest/vitest.mjs', 'run', ...rest],
    },
  ],
  bench: [{ name: 'benchmarks', args: ['.repo/bench.mjs', ...rest] }],
  build: [{ name: 'build', args: ['node_modules/turbo/bin/turbo', 'run', 'build', '--concurrency=2', ...rest] }],
}

requireNode()
installIfMissing(root)

// A terminal interrupts the step as well, which ends in its own way; whoever signals this process alone means the step.
let child
let interrupted = false
const passOn = (signal) => {
  interrupted = true
  if (signal !== 'SIGINT' || !process.stdin.isTTY) child?.kill(signal)
}
process.on('SIGINT', passOn)
process.on('SIGTERM', passOn)

const started = performance.now()
const failed = []
for (const { name, args, cwd = '.' } of STEPS[task]) {
  const status = await run(args, cwd)
  if (interrupted) process.exit(status)
  if (status !== 0) failed.push({ name, status })
}
if (task === 'test') {
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  const names = STEPS.test.map(({ name }) => name).join(' and ')
  console.log(
    failed.length === 0
      ? `\nPASSED: ${names}, in ${seconds} s`
      : `\nFAILED: ${failed.map(({ name }) => name).join(' and ')}, after ${seconds} s`,
  )
}
process.exitCode = failed[0]?.status ?? 0

function run(args, cwd) {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
  child = spawn(process.execPath, args, { cwd: `${root}${cwd}`, stdio: 'inherit', env })
  return new Promise((resolve) => {
    child.on('close', (status, signal) => resolve(status ?? { SIGINT: 130, SIGTERM: 143 }[signal] ?? 1))
  })
}
