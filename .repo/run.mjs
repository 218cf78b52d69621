// Entry of `npm start` and `npm test`: works on a fresh clone with only Node and npm. Installs what is missing, then runs the steps.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Espalier needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and run the command again.`)
  process.exit(1)
}

const STEPS = {
  start: [['npx', 'tsx', '--conditions=@espalier/source', 'apps/cli/src/main.ts', 'demo', ...process.argv.slice(3)]],
  test: [
    ['npm', 'run', '--silent', 'check'],
    ['npx', 'vitest', 'run', ...process.argv.slice(3)],
  ],
}

installIfNeeded()
const started = performance.now()
for (const step of STEPS[process.argv[2]]) {
  const { status } = run(step)
  if (status !== 0) {
    if (process.argv[2] === 'test') console.error(`\nFailed: ${step.join(' ')}`)
    process.exit(status ?? 1)
  }
}
if (process.argv[2] === 'test') console.log(`\nAll checks and tests passed in ${((performance.now() - started) / 1000).toFixed(0)} s.`)

/** `npm ci`, unless node_modules was installed from this very lockfile. */
function installIfNeeded() {
  const stamp = `${root}/node_modules/.espalier-lock`
  const lock = createHash('sha256').update(readFileSync(`${root}/package-lock.json`)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('Installing packages (npm ci); about a minute the first time …')
  const { status } = run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (status !== 0) {
    console.error('npm ci failed; see its message above. Espalier needs the npm registry once, for this step.')
    process.exit(1)
  }
  writeFileSync(stamp, lock)
}

function run([command, ...args]) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } })
}
