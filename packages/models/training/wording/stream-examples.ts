/**
 * Training examples for the wording model on standard output, without end: the vocabulary as one line of JSON, then batch after batch.
 *
 *   tsx --conditions=@espalier/source stream-examples.ts --seed 1 --first 0 --batch 128
 *
 * Each batch is a function of (seed, number) alone, so a run can be resumed anywhere. An example is a text up to one of three parts, which is learned: an
 * answer to a prompt, its judgement, or a refinement of it. A record of 160 bytes holds the length of what is read, the whole length, the part (0, 1, 2) and
 * the tokens. Prompts of shard 0 of 8 are held out: `--held-out` streams only those.
 *
 * Demonstrations are what a model learns from people: a third of the answers, and one of five refinements, have a slip in them. Judgements are right, also of
 * answers that are worse than those that are learned.
 */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { wordingTokenizer } from '../../src/wording-tokenizer.ts'
import { seededDraw, type Draw } from '../../../tasks/src/countdown/seeded.ts'
import { formatWording } from '../../../tasks/src/wording/constraint.ts'
import { formatCritique } from '../../../tasks/src/wording/critique.ts'
import { WORDING_FRAME } from '../../../tasks/src/wording/frame.ts'
import {
  wordingShard,
  wordingTasks,
  withOtherWords,
  withSlips,
  type WordingTask,
} from '../../../tasks/src/wording/generate.ts'
import { verifyWording } from '../../../tasks/src/wording/verify.ts'

const RECORD = 160
const HEADER = 3
const SHARDS = 8
/** Answers by how many slips are in them; those with more than one are for the judge and the refiner alone. */
const SLIPS = [0.3, 0.16, 0.08, 0.06]
/** Answers to another prompt. The rest look right and are not: a third of their words are others. */
const STRAY = 0.12
const REFINEMENT_SLIPS = 0.2
/** Shares of the parts, where a text has all of them. */
const PARTS = [0.3, 0.45, 0.45]

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    batch: { type: 'string', default: '128' },
    'held-out': { type: 'boolean', default: false },
  },
})
const size = Number(options.batch)
const tokenizer = wordingTokenizer()

function batchOf(number: number): Uint8Array {
  const seed = (Number(options.seed) * 1_000_003 + number) * 7919
  const [next, draw] = [wordingTasks(seed), seededDraw(seed + 1)]
  const bytes = new Uint8Array(size * RECORD)
  for (let i = 0; i < size; i++) {
    let task = next()
    while ((wordingShard(task.constraints, SHARDS) === 0) !== options['held-out']) task = next()
    write(exampleOf(draw, textOf(draw, task, next().solution)), bytes.subarray(i * RECORD, (i + 1) * RECORD))
  }
  return bytes
}

interface Part {
  /** What stands before it and is never learned. */
  readonly read: string
  /** What a model writes. */
  readonly written: string
  readonly isLearned: boolean
}

function textOf(draw: Draw, { constraints, solution }: WordingTask, other: string): readonly Part[] {
  const prompt = formatWording(constraints)
  let share = draw()
  const slips = SLIPS.findIndex((one) => (share -= one) < 0)
  const wrong = share < STRAY ? other : withOtherWords(draw, solution, 1 / 3)
  const answer = slips === -1 ? wrong : withSlips(draw, solution, slips)
  const isGood = slips === 0 || slips === 1
  const parts: Part[] = [
    { read: WORDING_FRAME.actor(prompt), written: answer, isLearned: isGood },
    { read: WORDING_FRAME.judgement, written: formatCritique(constraints, answer), isLearned: true },
  ]
  if (!verifyWording(constraints, answer).follows) {
    const refined = draw() < REFINEMENT_SLIPS ? withSlips(draw, solution, 1) : solution
    parts.push({ read: WORDING_FRAME.refine, written: `[[start]] ${refined} [[end]]`, isLearned: true })
  }
  return parts
}

interface Example {
  readonly part: number
  readonly prompt: readonly number[]
  readonly target: readonly number[]
}

function exampleOf(draw: Draw, parts: readonly Part[]): Example {
  const weights = parts.map(({ isLearned }, part) => (isLearned ? PARTS[part]! : 0))
  let share = draw() * weights.reduce((sum, weight) => sum + weight, 0)
  const part = weights.findIndex((weight) => (share -= weight) < 0)
  const before = parts.slice(0, part).flatMap(({ read, written }) => [read, `${written}\n`])
  const { read, written } = parts[part]!
  return { part, prompt: [...before, read].flatMap(encode), target: encode(`${written}\n`) }
}

/** Pieces of a text: each is read as if a space stood before it. */
const encode = (text: string): readonly number[] => tokenizer.encode(text)!

function write({ part, prompt, target }: Example, bytes: Uint8Array): void {
  const all = [...prompt, ...target]
  if (HEADER + all.length > RECORD) throw new Error(`an example of ${all.length} tokens`)
  bytes.set([prompt.length, all.length, part, ...all])
}

async function send(chunk: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
}

process.stdout.on('error', () => process.exit(0))
await send(`${JSON.stringify(tokenizer.vocabulary)}\n`)
for (let number = Number(options.first); ; number++) await send(batchOf(number))
