import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportDataset, type PreferencePair, type RefinerExample, type Roles } from '@espalier/self-play'
import { wordingRoles } from '../../self-play/wording-roles.ts'

/** Files of the two networks. */
export interface Checkpoints {
  readonly actor: string
  readonly refiner: string
}

export const rolesOf = ({ actor, refiner }: Checkpoints): Roles =>
  wordingRoles(readFileSync(actor), readFileSync(refiner))

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url))
const PYTHON = join(ROOT, '.repo/python.mjs')
const SCRIPT = join(ROOT, 'packages/models/training/wording/improve.py')

/**
 * Trains on the data of a round, as a consumer of its export would: files in TRL's format, and a script that reads them. A folder that has the results
 * already keeps them.
 */
export async function trainOn(
  folder: string,
  before: Checkpoints,
  data: { readonly pairs: readonly PreferencePair[]; readonly examples: readonly RefinerExample[] },
  seed: number,
  options: readonly string[] = [],
): Promise<Checkpoints> {
  const after = { actor: join(folder, 'actor.safetensors'), refiner: join(folder, 'refiner.safetensors') }
  if (existsSync(after.actor) && existsSync(after.refiner)) return after
  const files = join(folder, 'data')
  mkdirSync(files, { recursive: true })
  for (const [name, content] of exportDataset({ ...data, format: 'trl' })) writeFileSync(join(files, name), content)
  const models = ['--actor', before.actor, '--refiner', before.refiner]
  await run([PYTHON, SCRIPT, ...models, '--data', files, '--out', folder, '--seed', String(seed), ...options])
  return after
}

function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`training ended with status ${code}`))
    })
  })
}
