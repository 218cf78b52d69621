import type { Command } from 'commander'
import { explainError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import { canRedraw, hasColor, type Io } from '../io.ts'
import type { Catalog } from '@espalier/catalog'
import { nodeSandbox } from '@espalier/tasks/node'
import { DEFAULT_BUDGET, untilSolved } from '../run/budget.ts'
import { runHere } from '../run/run-here.ts'
import { createPalette } from '../view/palette.ts'
import { silentView } from '../view/search-view.ts'
import { counted, duration, withCommas } from '../view/wording.ts'
import type { World } from '../world.ts'

/** In every Node; declared here because the types of Node leave it to those of the browser. */
declare const WebAssembly: { validate(module: Uint8Array): boolean }

interface Finding {
  readonly ok: boolean
  readonly what: string
}

const OLDEST_NODE = [20, 19] as const
/** A WebAssembly module of one function with one SIMD instruction: valid only where SIMD is known. */
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
])

export function addDoctorCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  program
    .command('doctor')
    .summary('check that everything works here')
    .description('Check the runtime, the model, the sandbox and the terminal, one line each.')
    .option('--checkpoint <file>', 'another checkpoint of the model')
    .action(async (options: { readonly checkpoint?: string }) => done(await doctor(world, options.checkpoint)))
}

async function doctor(world: World, checkpointFile: string | undefined): Promise<ExitCode> {
  const { io } = world
  const palette = createPalette(hasColor(io.stdout, io.env))
  let allOk = true
  const report = (name: string, { ok, what }: Finding): void => {
    allOk &&= ok
    io.stdout.write(`${ok ? palette.good('ok  ') : palette.bad('fail')}  ${name.padEnd(10)} ${what}\n`)
  }
  report('node', checkNode(process.versions.node))
  report('wasm simd', checkSimd())
  const { catalog, finding } = await checkModel(world, checkpointFile)
  report('model', finding)
  report(
    'self-test',
    catalog === null ? { ok: false, what: 'not run: there is no model' } : await selfTest(io, catalog),
  )
  report('sandbox', await checkSandbox())
  report('terminal', describeTerminal(io))
  return allOk ? ExitCode.ok : ExitCode.unsolved
}

/** `version` as `20.20.2`. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  return { ok, what: ok ? version : `${version}, expected at least ${OLDEST_NODE.join('.')}` }
}

function checkSimd(): Finding {
  const ok = WebAssembly.validate(SIMD_MODULE)
  return { ok, what: ok ? 'available' : 'not available: the model needs it' }
}

async function checkModel(
  world: World,
  file: string | undefined,
): Promise<{ readonly catalog: Catalog | null; readonly finding: Finding }> {
  try {
    const { catalog, checkpoint } = await world.openCatalog({ task: 'countdown', checkpointFile: file })
    const { parameters, bytes, sha256 } = checkpoint!
    const size = `${(bytes / 1e6).toFixed(1)} MB`
    return {
      catalog,
      finding: {
        ok: true,
        what: `${catalog.models[0]!.name}, ${withCommas(parameters)} parameters, ${size}, sha256 ${sha256.slice(0, 16)}`,
      },
    }
  } catch (error) {
    return { catalog: null, finding: { ok: false, what: explainError(error).line } }
  }
}

async function selfTest(io: Io, catalog: Catalog): Promise<Finding> {
  const problem = { numbers: [1, 2, 3, 4] }
  const search = { task: 'countdown', problem, budget: untilSolved(DEFAULT_BUDGET) }
  const { summary } = await runHere({ search }, catalog, io, silentView)
  const cost = `${counted(summary.trials, 'trial')}, ${duration(summary.elapsedMs)}`
  if (summary.answer === null) return { ok: false, what: `1 2 3 4 not solved (${summary.reason}; ${cost})` }
  return { ok: true, what: `${summary.answer} = 24 (${cost})` }
}

/** What models write for the task code runs in a thread of its own. */
async function checkSandbox(): Promise<Finding> {
  const sandbox = nodeSandbox()
  try {
    const outcome = await sandbox.run({ source: 'const twice = (x) => 2 * x', name: 'twice', args: [21] })
    const ok = outcome.type === 'returned' && outcome.json === '42'
    return { ok, what: ok ? 'runs programs (task code)' : `a program ended with ${outcome.type}` }
  } finally {
    sandbox.close()
  }
}

function describeTerminal({ stdout, env }: Io): Finding {
  if (!stdout.isTerminal) return { ok: true, what: 'none: plain lines' }
  const size = `${stdout.columns ?? '?'}x${stdout.rows ?? '?'}`
  const view = canRedraw(stdout, env) ? 'redrawn view' : 'plain lines (NO_COLOR, CI or a dumb terminal)'
  return { ok: true, what: `${size}, ${hasColor(stdout, env) ? 'colours' : 'no colours'}, ${view}` }
}
