import { checkCount, checkLength, checkOption, checkVectors } from '../vectors/checks.ts'
import { squaredDistance, type Vector } from '../vectors/vector.ts'

export type Label = string | number

/** States of one layer or one step, each with what it should show: a task, a hop, a node, whether the line will succeed. */
export interface LabelledStates {
  /** [dim] each, all of one width. */
  readonly states: readonly Vector[]
  /** One a state. */
  readonly labels: readonly Label[]
}

export interface DecodabilityOptions {
  /** k of the nearest neighbours that vote. From 1; default 10, the paper's. */
  readonly neighbours?: number
  /** At most so many states of a label count, the first ones. From 1; default 100, the paper's N. */
  readonly perLabel?: number
}

export interface Decodability {
  /** Share of states whose neighbours' majority has their label, in [0, 1]. */
  readonly accuracy: number
  /** 1 / number of labels: what labels that mean nothing come to, if all are as frequent. */
  readonly chance: number
  /** States that counted. */
  readonly count: number
  /** How many of them there are of the rarest label. Below `perLabel` the figure is not the paper's. */
  readonly rarest: number
}

/**
 * Task decodability: leave-one-out k-nearest-neighbour accuracy by Euclidean distance (Han et al. 2024, arXiv 2412.12276; they called
 * it concept decodability at first). Of equally distant states the earlier one is nearer; of labels with equally many votes the one with
 * the nearest neighbour among them wins. O(n² · dim).
 *
 * Throws `TOO_FEW` for fewer than k + 1 states, `WRONG_LENGTH` for states of different widths or a label too few, `NOT_FINITE`.
 */
export function decodability(points: LabelledStates, options: DecodabilityOptions = {}): Decodability {
  const k = checkOption('neighbours', options.neighbours ?? 10, { min: 1, integer: true })
  const perLabel = checkOption('perLabel', options.perLabel ?? 100, { min: 1, integer: true })
  checkLength('labels', points.labels.length, points.states.length)
  checkVectors('states', points.states, 1)
  const counts = new Map<Label, number>()
  const taken = points.labels.flatMap((label, i) => {
    const before = counts.get(label) ?? 0
    if (before === perLabel) return []
    counts.set(label, before + 1)
    return [i]
  })
  checkCount(`states that count, with neighbours: ${k}`, taken.length, k + 1)
  const states = taken.map((i) => points.states[i]!)
  const labels = taken.map((i) => points.labels[i]!)
  const right = states.filter((_, i) => majority(nearest(states, i, k), labels) === labels[i]).length
  return {
    accuracy: right / states.length,
    chance: 1 / counts.size,
    count: states.length,
    rarest: Math.min(...counts.values()),
  }
}

/** {@link decodability} of each layer or step, and where it is highest (the first such): the paper reports the best layer. */
export function decodabilityCurve(
  steps: readonly LabelledStates[],
  options: DecodabilityOptions = {},
): { readonly curve: readonly Decodability[]; readonly best: number } {
  checkCount('steps', steps.length, 1)
  const curve = steps.map((points) => decodability(points, options))
  const best = curve.reduce((best, { accuracy }, i) => (accuracy > curve[best]!.accuracy ? i : best), 0)
  return { curve, best }
}

/** The k states nearest to one of them, itself left out, nearest first. By insertion: k is small. */
function nearest(states: readonly Vector[], of: number, k: number): readonly number[] {
  const indices: number[] = []
  const distances: number[] = []
  states.forEach((state, i) => {
    if (i === of) return
    const distance = squaredDistance(states[of]!, state)
    if (indices.length === k && distance >= distances[k - 1]!) return
    let at = Math.min(indices.length, k - 1)
    for (; at > 0 && distances[at - 1]! > distance; at--) {
      indices[at] = indices[at - 1]!
      distances[at] = distances[at - 1]!
    }
    indices[at] = i
    distances[at] = distance
  })
  return indices
}

function majority(neighbours: readonly number[], labels: readonly Label[]): Label | undefined {
  const votes = new Map<Label, number>()
  for (const i of neighbours) votes.set(labels[i]!, (votes.get(labels[i]!) ?? 0) + 1)
  const most = Math.max(...votes.values())
  return [...votes].find(([, count]) => count === most)?.[0] // in the order of the neighbours
}
