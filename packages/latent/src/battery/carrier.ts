import { drawsOf } from '@espalier/core'
import type { GraphPrompt, ProsqaModel } from '@espalier/models'
import { openPrompts } from '../prosqa/opened-prompts.ts'
import { askAnswers, think, type RunOfThought } from '../prosqa/run-of-thought.ts'
import { carrierReport, type CarrierTrial } from '../readings/carrier.ts'
import { checkLength } from '../vectors/checks.ts'
import { atLength, lengthOf, randomDirection } from '../vectors/length.ts'
import { difference } from './figures.ts'
import { notRun, type BatteryResult, type ExpectedPair, type Figure } from './result.ts'

/** What is taken from the donor. */
const PARTS = [
  { name: 'last vector', input: true, past: false },
  { name: 'keys and values', input: false, past: true },
  { name: 'both', input: true, past: true },
] as const

/**
 * Which part of a run of thought carries the answer, on pairs that share their nodes and differ in few statements: the question before the
 * rewriting receives, the one after it gives.
 *
 * - `last vector`: the last thought, as it is fed back with the question for the answer; all keys and values stay the receiver's.
 * - `keys and values`: those of both layers at the positions where thoughts were fed (from the second position after the concepts to the
 *   last before the question for the answer), exactly as the donor's run left them; statements, concepts, root and last thought stay.
 * - `both` of them: all that was thought, behind the receiver's statements.
 *
 * The matched control takes everything but the part from the donor; the matched corruption puts in what noise of the thoughts' lengths
 * leaves in the same places. Thresholds are those of `carrierReport`, but for the drop: of two options one is right by chance, so that no
 * drop of 0.5 can be asked for; half of what the accuracy is above chance is, and 0.05 at least. Passes if one of the three carries the answer.
 */
export function carrier(
  model: ProsqaModel,
  pairs: readonly ExpectedPair[],
  thoughts: number,
  seed: number,
): BatteryResult {
  if (pairs.length === 0) return notRun('carrier', 'no pairs given')
  if (thoughts < 2) return notRun('carrier', 'one thought leaves no keys and values')
  const prompts = pairs.map(({ before }) => before.prompt)
  for (const [i, { before, after }] of pairs.entries())
    checkLength(`pair ${i}, statements after`, after.prompt.edges.length, before.prompt.edges.length)
  const sources = [
    openPrompts(model, prompts),
    openPrompts(
      model,
      pairs.map(({ after }) => after.prompt),
    ),
  ] as const
  const noise = (hidden: Float32Array, prompt: number, thought: number): Float32Array =>
    atLength(randomDirection(hidden.length, drawsOf(seed, prompt * 64 + thought)), lengthOf(hidden))
  const runs = [
    think(model, sources[0], thoughts),
    think(model, sources[1], thoughts),
    think(model, sources[0], thoughts, (hidden, { prompt, thought }) => noise(hidden, prompt, thought)),
  ] as const
  try {
    const [receiver, donor, corrupted] = runs
    const answers = (input: RunOfThought, past: RunOfThought, text: RunOfThought): readonly (0 | 1)[] =>
      mixedAnswers(model, prompts, input, past, text)
    const alone = answers(receiver, receiver, receiver)
    const given = answers(donor, donor, donor)
    if (alone.every((option, i) => option === given[i])) return notRun('carrier', 'no pair has two different answers')
    const tried = PARTS.map((part) => {
      const of = (from: RunOfThought, rest: RunOfThought) =>
        answers(part.input ? from : rest, part.past ? from : rest, rest)
      const [swapped, others, noised] = [of(donor, receiver), of(receiver, donor), of(corrupted, receiver)]
      const trials = pairs.map(({ before }, i): CarrierTrial => ({
        receiver: alone[i]!,
        donor: given[i]!,
        swapped: swapped[i]!,
        others: others[i]!,
        corrupted: noised[i]!,
        correct: before.expected,
      }))
      return { name: part.name, trials }
    })
    return resultOf(tried, seed)
  } finally {
    for (const run of runs) run.close()
    for (const source of sources) source.close()
  }
}

/** The answers with the last thought of one run, the keys and values of the thoughts of another, behind the text of a third. */
function mixedAnswers(
  model: ProsqaModel,
  prompts: readonly GraphPrompt[],
  input: RunOfThought,
  past: RunOfThought,
  text: RunOfThought,
): readonly (0 | 1)[] {
  const rows = prompts.map(({ edges }, i) => ({
    input: input.inputs[i]!,
    // Statements, two concepts and the root come before the first thought.
    cache: model.graft(text.caches[i]!, past.caches[i]!, edges.length + 3),
  }))
  const answers = askAnswers(model, prompts, rows)
  for (const { cache } of rows) model.release(cache)
  return answers.map(({ option }) => option)
}

interface TriedPart {
  readonly name: string
  readonly trials: readonly CarrierTrial[]
}

function resultOf(tried: readonly TriedPart[], seed: number): BatteryResult {
  const reports = tried.map(({ name, trials }) => {
    const accuracy = trials.filter(({ receiver, correct }) => receiver === correct).length / trials.length
    return { name, trials, report: carrierReport(trials, { drop: Math.max(0.05, (accuracy - 0.5) / 2) }) }
  })
  const carrying = reports.filter(({ report }) => report.carries).map(({ name }) => name)
  return {
    test: 'carrier',
    verdict: carrying.length > 0 ? 'pass' : 'fail',
    figures: reports.flatMap(({ name, trials, report }): Figure[] => [
      {
        name: `${name}: answers as the donor (sufficiency)`,
        kind: 'share',
        count: report.pairs,
        ...report.sufficiency,
      },
      { name: `${name}: rest of the donor does (control)`, kind: 'share', count: report.pairs, ...report.selectivity },
      difference(
        `${name}: loss under noise`,
        trials.map(({ receiver, correct }) => receiver === correct),
        trials.map(({ corrupted, correct }) => corrupted === correct),
        seed,
      ),
    ]),
    says:
      carrying.length > 0
        ? `Between questions that differ in a statement the answer goes with: ${carrying.join(', ')}; where it lies says nothing of how it is worked out.`
        : 'Neither the last vector nor the keys and values of the thoughts carry the answer by all three thresholds; they may share it with the text.',
  }
}
