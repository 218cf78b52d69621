/**
 * Training examples for the wording model on standard output, without end: the vocabulary as one line of JSON, then batch after batch.
 *
 *   tsx --conditions=@espalier/source stream-examples.ts --seed 1 --first 0 --batch 128
 *
 * Each batch is a function of (seed, number) alone, so a run can be resumed anywhere. A record of 160 bytes holds the length of the prompt, the whole
 * length, the part (0 actor, 1 judge, 2 refiner) and the tokens. Prompts of shard 0 of 8 are held out: `--held-out` streams only those.
 *
 * Demonstrations are what a model learns from people: two of five answers, and one of five refinements, have a slip in them. Judgements are right.
 */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { wordingTokenizer } from '../../src/wording-tokenizer.ts'
import { drawIndex, seededDraw, type Draw } from '../../../tasks/src/countdown/seeded.ts'
import { formatWording } from '../../../tasks/src/wording/constraint.ts'
import { formatCritique } from '../../../tasks/src/wording/critique.ts'
import { WORDING_FRAME } from '../../../tasks/src/wording/frame.ts'
import { wordingShard, wordingTasks, withSlips, type WordingTask } from '../../../tasks/src/wording/generate.ts'
import { verifyWording } from '../../../tasks/src/wording/verify.ts'

const RECORD = 160
const HEADER = 3
const SHARDS = 8
const ANSWER_SLIPS = 0.4
const REFINEMENT_SLIPS = 0.2
/** Shares of the parts. */
const PARTS = [0.2, 0.4, 0.4]

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
    write(exampleOf(draw, task), bytes.subarray(i * RECORD, (i + 1) * RECORD))
  }
  return bytes
}

interface Example {
  readonly part: number
  readonly prompt: string
  readonly target: string
}

function exampleOf(draw: Draw, { constraints, solution }: WordingTask): Example {
  const prompt = formatWording(constraints)
  const share = draw()
  if (share < PARTS[0]!) {
    return { part: 0, prompt: WORDING_FRAME.actor(prompt), target: slipped(draw, solution, ANSWER_SLIPS) }
  }
  if (share < PARTS[0]! + PARTS[1]!) {
    const answer = withSlips(draw, solution, drawIndex(draw, 4))
    return { part: 1, prompt: WORDING_FRAME.judge(prompt, answer), target: formatCritique(constraints, answer) }
  }
  let draft = withSlips(draw, solution, 1 + drawIndex(draw, 3))
  while (verifyWording(constraints, draft).follows) draft = withSlips(draw, draft, 1)
  const asked = `${WORDING_FRAME.judge(prompt, draft)} ${formatCritique(constraints, draft)} ${WORDING_FRAME.refine}`
  return { part: 2, prompt: asked, target: `[[start]] ${slipped(draw, solution, REFINEMENT_SLIPS)} [[end]]` }
}

const slipped = (draw: Draw, text: string, share: number): string => (draw() < share ? withSlips(draw, text, 1) : text)

function write({ part, prompt, target }: Example, bytes: Uint8Array): void {
  const ids = [prompt, `${target}\n`].map((text) => tokenizer.encode(text)!)
  const all = ids.flat()
  if (HEADER + all.length > RECORD) throw new Error(`an example of ${all.length} tokens`)
  bytes.set([ids[0]!.length, all.length, part, ...all])
}

async function send(chunk: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
}

process.stdout.on('error', () => process.exit(0))
await send(`${JSON.stringify(tokenizer.vocabulary)}\n`)
for (let number = Number(options.first); ; number++) await send(batchOf(number))
