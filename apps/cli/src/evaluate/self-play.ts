/**
 * Self-play with the embedded wording model, from its base on: each round plays, makes pairs and examples, trains on them, and is measured on held-out
 * prompts by the exact verifier. Training needs Python 3 with PyTorch and NumPy; play and measuring do not.
 *
 *   npm run selfplay:demo                       one round on a small sample, in some minutes
 *   npm run selfplay:study [-- --seeds 1,2,3]   three rounds of every arm and seed: hours; run it again to go on where it stopped
 *
 * Options: --prompts N a round, --held-out N, --rounds N, --arms "tree search,no refinement", --actor FILE,
 * --refiner FILE, --out DIR, --train="--dpo-lr 1e-4 …".
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { WORDING_ACTOR_CHECKPOINT, WORDING_CHECKPOINT } from '@espalier/models/node'
import type { PromptRow } from '@espalier/self-play'
import { formatWording, wordingShard, wordingTasks } from '@espalier/tasks'
import { ARMS } from './self-play/arms.ts'
import { playArm, type PlayedRound } from './self-play/play-arm.ts'
import {
  costTable,
  gainTable,
  lineageOfArm,
  passPlot,
  passTable,
  playTable,
  type ArmResult,
} from './self-play/study-report.ts'

const { values: options } = parseArgs({
  options: {
    prompts: { type: 'string', default: '600' },
    'held-out': { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
    seeds: { type: 'string', default: '1' },
    arms: { type: 'string', default: ARMS.map(({ name }) => name).join(',') },
    actor: { type: 'string', default: WORDING_ACTOR_CHECKPOINT },
    refiner: { type: 'string', default: WORDING_CHECKPOINT },
    out: { type: 'string', default: 'training-runs/self-play' },
    train: { type: 'string', default: '' },
  },
})
const [perRound, heldOutCount, rounds] = [options.prompts, options['held-out'], options.rounds].map(Number) as [
  number,
  number,
  number,
]
/** Prompts of shard 0 are never trained on, neither by the base nor here. */
const SHARDS = 8
const HELD_OUT_SEED = 77

function promptsOf(seed: number, count: number, isHeldOut: boolean): PromptRow[] {
  const next = wordingTasks(seed)
  const prompts = new Set<string>()
  while (prompts.size < count) {
    const { constraints } = next()
    if ((wordingShard(constraints, SHARDS) === 0) === isHeldOut) prompts.add(formatWording(constraints))
  }
  return [...prompts].map((prompt, i) => ({ id: `p${i}`, prompt }))
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

/** A folder goes on with what it was begun with, and with nothing else: results of two models or sizes would stand in one table. */
function keepApart(folder: string, begun: Readonly<Record<string, string | number>>): void {
  const file = join(folder, 'begun.json')
  mkdirSync(folder, { recursive: true })
  const now = JSON.stringify(begun)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : now
  if (before !== now)
    throw new Error(`${folder} was begun with ${before}, not with ${now}: name another folder with --out`)
  writeFileSync(file, now)
}

const heldOut = promptsOf(HELD_OUT_SEED, heldOutCount, true)
const base = { actor: options.actor, refiner: options.refiner }
const results: ArmResult[] = []
keepApart(options.out, {
  ...Object.fromEntries(Object.entries(base).map(([role, file]) => [role, digestOf(file)])),
  prompts: perRound,
  rounds,
  heldOut: heldOutCount,
  training: options.train,
})
for (const seed of options.seeds.split(',').map(Number)) {
  const all = promptsOf(1_000_000 + seed, perRound * rounds, false)
  const prompts = Array.from({ length: rounds }, (_, i) => all.slice(i * perRound, (i + 1) * perRound))
  for (const name of options.arms.split(',')) {
    const arm = ARMS.find((one) => one.name === name.trim())
    if (arm === undefined)
      throw new Error(`no arm is called ${name}; there are: ${ARMS.map((one) => one.name).join(', ')}`)
    const folder = join(options.out, `seed-${seed}`, arm.name.replaceAll(' ', '-'))
    const training = options.train === '' ? [] : options.train.split(' ')
    const played: PlayedRound[] = []
    for await (const round of playArm({ arm, base, folder, prompts, heldOut, seed, training })) {
      played.push(round)
      const share = (flags: readonly boolean[]): string =>
        `${((100 * flags.filter(Boolean).length) / flags.length).toFixed(1)} %`
      const { greedy, 'tree search': searched } = round.measured.follows
      console.log(
        `seed ${seed}, ${arm.name}, round ${round.round}: greedy ${share(greedy)}, searched ${share(searched)}`,
      )
    }
    results.push({ arm: arm.name, seed, rounds: played })
  }
}

const about = `${heldOutCount} held-out prompts, ${perRound} prompts a round, seeds ${options.seeds}; 95 % intervals`
console.log(`\n### Held-out prompts followed (${about})\n\n${passTable(results)}`)
console.log(`\n### What was gained (same prompts; 95 % intervals)\n\n${gainTable(results)}`)
console.log(`\n### Completions a prompt\n\n${costTable(results)}`)
console.log(`\n### Play and judge\n\n${playTable(results)}`)
const told = results.map(({ rounds: played, ...result }) => ({
  ...result,
  rounds: played.map(({ outcomes: _, ...round }) => round),
}))
writeFileSync(join(options.out, 'results.json'), `${JSON.stringify({ options, results: told })}\n`)
writeFileSync(join(options.out, 'lineage.json'), `${JSON.stringify(lineageOfArm(results[0]!))}\n`)
writeFileSync(join(options.out, 'pass-rate.svg'), passPlot(results, about))
console.log(`\nWritten in ${options.out}: results.json, pass-rate.svg, and lineage.json for the playground`)
