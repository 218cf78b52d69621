import { drawsOf } from '@espalier/core'
import type { ChangeThought } from '../prosqa/run-of-thought.ts'
import { atLength, lengthOf, randomDirection } from '../vectors/length.ts'
import { difference, share } from './figures.ts'
import type { BatteryResult } from './result.ts'
import { rightOf, type Sample } from './sample.ts'

/** Sizes of the noise, in lengths of the thought. */
const NOISE = [0.3, 1, 3] as const

/**
 * Every thought replaced: by zeros, by the mean thought of that step over all questions, by itself and noise of 0.3, 1 and 3 times its
 * length brought back to its length. Passes if anything but zeros hurts (the paired loss is above 0 with its whole interval): zeros are
 * far from all that the model has seen, so that they hurt is no sign that the content counts.
 */
export function replace(sample: Sample, seed: number): BatteryResult {
  const means = meanThoughts(sample)
  const replacements: readonly (readonly [string, ChangeThought])[] = [
    ['zeros', (hidden) => new Float32Array(hidden.length)],
    ['mean thought', (_, { thought }) => means[thought - 1]!],
    ...NOISE.map((size) => [`noise ${size}`, noisy(size, seed)] as const),
  ]
  const before = rightOf(sample, sample.intact)
  const losses = replacements.map(([name, change]) => {
    const after = rightOf(sample, sample.run(sample.thoughts, change))
    return { name, accuracy: share(name, after), loss: difference(`loss by ${name}`, before, after, seed) }
  })
  const hurting = losses.filter(({ loss }) => loss.low > 0).map(({ name }) => name)
  const passes = hurting.some((name) => name !== 'zeros')
  return {
    test: 'replace',
    verdict: passes ? 'pass' : 'fail',
    figures: [share('intact', before), ...losses.map(({ accuracy }) => accuracy), ...losses.map(({ loss }) => loss)],
    says: passes
      ? `Accuracy falls with ${hurting.join(', ')}, so what the thoughts hold counts and not only that they are there; it does not say what they hold.`
      : hurting.length > 0
        ? 'Only zeros hurt, which are unlike anything the model has seen; that is no sign that what the thoughts hold counts.'
        : 'Nothing put in place of the thoughts hurts, so what they hold does not count for the answer; that does not say that their positions are unused.',
  }
}

function noisy(size: number, seed: number): ChangeThought {
  return (hidden, { prompt, thought }) => {
    const length = lengthOf(hidden)
    const noise = randomDirection(hidden.length, drawsOf(seed, prompt * 64 + thought))
    return atLength(
      Float64Array.from(hidden, (x, i) => x + size * length * noise[i]!),
      length,
    )
  }
}

/** The mean thought of each step, at the mean length of its thoughts. */
function meanThoughts({ model, thoughts, intact }: Sample): readonly Float32Array[] {
  return Array.from({ length: thoughts }, (_, k) => {
    const mean = new Float64Array(model.dim)
    let length = 0
    for (const { hidden } of intact) {
      hidden[k]!.forEach((x, i) => (mean[i]! += x))
      length += lengthOf(hidden[k]!) / intact.length
    }
    return atLength(mean, length)
  })
}
