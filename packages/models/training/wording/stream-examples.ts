/**
 * Training examples for the wording model on standard output, without end: the vocabulary as one line of JSON, then batch after batch.
 *
 *   tsx --conditions=@espalier/source stream-examples.ts --seed 1 --first 0 --batch 128
 *
 * Each batch is a function of (seed, number) alone, so a run can be resumed anywhere, and several processes can share one, each with every
 * so-many-th batch (`--stride`). An example is a whole text: a prompt, an answer, its judgement and,
 * where the answer is not right, a refinement. A record of 224 bytes holds how long the text is, where each of the three parts begins and ends (0 and 0 for
 * one that is not there or not to be learned), and the tokens. Prompts of shard 0 of 8 are held out: `--held-out` streams only those.
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

const RECORD = 224
const HEADER = 7
const SHARDS = 8
/** Answers by how many slips are in them; those with more than one are for the judge and the refiner alone. */
const SLIPS = [0.28, 0.15, 0.06, 0.05]
/** Answers to another prompt, which show the judge what it would seldom see broken. The rest look right and are not: a third of their words are others. */
const STRAY = 0.26
const REFINEMENT_SLIPS = 0.2

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    stride: { type: 'string', default: '1' },
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
    write(textOf(draw, task, next().solution), bytes.subarray(i * RECORD, (i + 1) * RECORD))
  }
  return bytes
}

interface Part {
  readonly text: string
  /** Otherwise it is only read. */
  readonly isLearned: boolean
}

/** The text in pieces, every second one of them a part that a model writes. */
function textOf(draw: Draw, { constraints, solution }: WordingTask, other: string): readonly Part[] {
  const prompt = formatWording(constraints)
  let share = draw()
  const slips = SLIPS.findIndex((one) => (share -= one) < 0)
  const wrong = share < STRAY ? other : withOtherWords(draw, solution, 1 / 3)
  const answer = slips === -1 ? wrong : withSlips(draw, solution, slips)
  const read = (text: string): Part => ({ text, isLearned: false })
  const learned = (text: string, isLearned = true): Part => ({ text: `${text}\n`, isLearned })
  const parts = [
    read(WORDING_FRAME.actor(prompt)),
    learned(answer, slips === 0 || slips === 1),
    read(WORDING_FRAME.judgement),
    learned(formatCritique(constraints, answer)),
  ]
  if (verifyWording(constraints, answer).follows) return parts
  const slip = draw() < REFINEMENT_SLIPS
  const refined = slip ? withSlips(draw, solution, 1) : solution
  return [...parts, read(WORDING_FRAME.refine), learned(`[[start]] ${refined} [[end]]`)]
}

function write(parts: readonly Part[], bytes: Uint8Array): void {
  let at = 0
  const spans: number[] = []
  for (const [i, { text, isLearned }] of parts.entries()) {
    const ids = tokenizer.encode(text)!
    if (HEADER + at + ids.length > RECORD) throw new Error(`an example of more than ${RECORD - HEADER} tokens`)
    bytes.set(ids, HEADER + at)
    if (i % 2 === 1) spans.push(...(isLearned ? [at, at + ids.length] : [0, 0]))
    at += ids.length
  }
  bytes.set([at, ...spans])
}

async function send(chunk: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
}

process.stdout.on('error', () => process.exit(0))
await send(`${JSON.stringify(tokenizer.vocabulary)}\n`)
for (let number = Number(options.first); ; number += Number(options.stride)) await send(batchOf(number))
