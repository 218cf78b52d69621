/**
 * Runs a training script with the first Python that has PyTorch: a system's own often has it where the one of a version manager has not.
 *
 *   node .repo/python.mjs SCRIPT [ARGUMENTS …]        PYTHON names another interpreter
 */
import { spawn, spawnSync } from 'node:child_process'

const named = process.env.PYTHON
const candidates = named === undefined ? ['python3', '/usr/bin/python3'] : [named]
const python = candidates.find((command) => spawnSync(command, ['-c', 'import numpy, torch']).status === 0)
if (python === undefined) {
  console.error(`Training needs Python 3 with NumPy and PyTorch (1.13 or newer); ${candidates.join(' and ')} cannot import them.
Install them (Debian: apt-get install python3-torch libopenblas0-pthread; elsewhere: pip install torch numpy), or name an interpreter
that has them in PYTHON. Nothing but training needs Python.`)
  process.exit(1)
}
const child = spawn(python, process.argv.slice(2), { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)))
