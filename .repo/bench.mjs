// Entry of `npm run bench`: runs the benchmarks by name, shows their tables, keeps their documents and checks their goals.
//
//   npm run bench                          every section, about a quarter of an hour
//   npm run bench -- kernel schedule       these sections
//   npm run bench -- --quick               fewer rounds and smaller sizes, about a minute, without model and live
//   npm run bench -- --json                one JSON document for each section instead of tables
//   npm run bench -- --out FILE            writes them to a file as well, one a line
//   npm run bench -- --check               exit code 1 where a goal is missed that noise cannot hide
//   npm run bench -- --cell kernel --policy puct --branching 4 --nodes 100000    one measurement, one JSON line
//
// A section prints one JSON document (see `Report` in packages/testing/bench/report.ts); those marked `text` print for themselves.
import { spawn } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { BUNDLED, bundleBenchmarks } from './bundle-benchmarks.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCE = ['--import', 'tsx', '--conditions=@espalier/source']

const SECTIONS = [
  { name: 'kernel', file: `${BUNDLED}/kernel.js` },
  { name: 'abmcts', file: `${BUNDLED}/abmcts.js` },
  { name: 'overhead', file: 'packages/testing/bench/overhead.ts' },
  { name: 'snapshot', file: 'packages/testing/bench/snapshot.ts' },
  { name: 'schedule', file: 'packages/testing/bench/schedule.ts' },
  { name: 'quality', file: 'packages/testing/bench/quality.ts' },
  { name: 'fidelity', file: 'packages/testing/bench/fidelity.ts' },
  { name: 'game24', file: 'packages/testing/bench/game24.ts' },
  { name: 'prefix', file: 'packages/testing/bench/prefix.ts' },
  { name: 'thoughts', file: 'packages/testing/bench/thoughts.ts' },
  { name: 'providers', file: 'packages/providers/bench/providers.ts' },
  { name: 'model', file: 'packages/models/bench/runtime.ts', text: true, isLong: true },
  { name: 'layout', file: 'packages/client/bench/layout.ts', text: true },
  { name: 'replay', file: 'packages/client/bench/replay.ts', text: true },
  { name: 'store', file: 'apps/server/bench/append.ts', text: true },
  { name: 'sse', file: 'apps/server/bench/sse.ts', text: true },
  // Need a Chromium.
  { name: 'thoughts-in-page', file: 'apps/playground/bench/thoughts.ts', text: true, isLong: true },
  // And a minute for each of two pages.
  { name: 'live', file: 'apps/playground/bench/live.ts', text: true, isLong: true, hasNoQuickWay: true },
]

await bundleBenchmarks(root)
if (process.argv.includes('--cell')) {
  const { status } = await run(['--expose-gc', `${BUNDLED}/cell.js`, ...process.argv.slice(2)], 'inherit')
  process.exit(status)
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})
const unknown = positionals.find((name) => !SECTIONS.some((section) => section.name === name))
if (unknown !== undefined) {
  console.error(`no section is called ${unknown}; there are: ${SECTIONS.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

if (values.out !== undefined) writeFileSync(values.out, '')
let missed = 0
for (const { name, file, text = false, isLong = false, hasNoQuickWay = false } of SECTIONS) {
  if (positionals.length > 0 ? !positionals.includes(name) : isLong && values.quick) continue
  const started = performance.now()
  if (!values.json) console.log(`\n## ${name}\n`)
  const args = [...(file.endsWith('.ts') ? SOURCE : []), file, ...(values.quick && !hasNoQuickWay ? ['--quick'] : [])]
  const { status, output } = await run(args, text && !values.json && values.out === undefined ? 'inherit' : 'pipe')
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1))
  if (status !== 0) {
    console.error(`${name} failed`)
    process.exitCode = 1
    continue
  }
  const report = text ? { section: name, text: output } : JSON.parse(output)
  const document = JSON.stringify({
    ...report,
    seconds,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  })
  if (values.json) console.log(document)
  else if (text) process.stdout.write(output)
  else show(report)
  if (values.out !== undefined) appendFileSync(values.out, `${document}\n`)
  if (!values.json) console.log(`(${seconds} s)`)
  missed += (report.goals ?? []).filter(({ isExact, isMet }) => isExact && !isMet).length
}
if (values.check && missed > 0) {
  console.error(`${missed} goals missed that noise cannot explain`)
  process.exitCode = 1
}

function show({ about, tables, goals }) {
  console.log(`${about}\n`)
  for (const { title, columns, rows } of tables) {
    if (title !== undefined) console.log(`${title}\n`)
    const lines = [columns, columns.map(() => '---'), ...rows]
    console.log(`${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`)
  }
  for (const { name, got, goal, isMet } of goals)
    console.log(`${isMet ? 'met   ' : 'MISSED'} ${name}: ${got} (goal ${goal})`)
}

function run(args, stdout) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['inherit', stdout, 'inherit'] })
  const chunks = []
  child.stdout?.on('data', (data) => chunks.push(data))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.on('close', (status, signal) => {
      if (signal !== null) process.exit(130)
      resolve({ status, output: Buffer.concat(chunks).toString() })
    })
  })
}
