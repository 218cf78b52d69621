// `npm run check`: every check that needs no test, two at a time. Each says what it found; the exit code is 1 when one failed.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (path) => `${root}/node_modules/${path}`
const TSC = bin('typescript/bin/tsc')
const TSX = bin('tsx/dist/cli.mjs')

// Types come twice: everything with Node's types, as tests, apps and examples see it; then the sources of each package that must
// also run in a browser, without them.
const ISOMORPHIC = ['core', 'tasks', 'models', 'token', 'latent', 'self-play', 'protocol', 'catalog', 'client']
const CHECKS = [
  { name: 'types', args: [TSC, '-p', 'tsconfig.json'] },
  { name: 'types of the playground in a browser', args: [TSC, '-p', 'apps/playground/tsconfig.json'] },
  ...ISOMORPHIC.map((name) => ({
    name: `types of ${name} without a platform`,
    args: [TSC, '-p', `packages/${name}/tsconfig.json`],
  })),
  { name: 'lint', args: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  { name: 'imports', args: [TSX, '.repo/check-imports.ts'] },
  { name: 'files', args: [TSX, '.repo/check-files.ts'] },
  { name: 'dead code', args: [bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints'] },
]

const only = process.argv.slice(2)
const queue = CHECKS.filter(({ name }) => only.length === 0 || only.some((word) => name.startsWith(word)))
const failed = []
if (queue.length === 0) {
  console.error(`no check is called ${only.join(' ')}; there are: ${CHECKS.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

async function worker() {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { name, args } = next
    const started = performance.now()
    const { status, output } = await run(args)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
    if (status === 0) continue
    failed.push(name)
    console.log(output.trimEnd().replaceAll(/^/gm, '     '))
  }
}

function run(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (data) => (output += data))
  child.stderr.on('data', (data) => (output += data))
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })))
}

await Promise.all([worker(), worker()])
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`)
  process.exitCode = 1
}
