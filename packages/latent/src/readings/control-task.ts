import { keyedDraw } from '@espalier/core'
import { checkCount, checkLength } from '../vectors/checks.ts'
import { type Label, type LabelledStates } from './decodability.ts'
import { groupedSplit, type SplitOptions } from './grouped-split.ts'
import { probeLabel, trainProbe, type LinearProbe, type ProbeOptions } from './linear-probe.ts'

/**
 * A control task: each type gets one label, drawn from how frequent the labels are and fixed for good by (seed, type), so that only a
 * probe that learns types by heart can do it (Hewitt & Liang 2019, arXiv 1909.03368, §2). `types`: what an example is of, such as a node's
 * number; one an example. Throws `WRONG_LENGTH`, and `TOO_FEW` for none.
 */
export function controlLabels(types: readonly Label[], labels: readonly Label[], seed: number): readonly Label[] {
  checkLength('types', types.length, labels.length)
  checkCount('labels', labels.length, 1)
  // In an order that does not depend on that of the examples.
  const pool = labels.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0))
  return types.map((type) => pool[Math.floor(keyedDraw(seed, hashOf(nameOf(type)), 0) * pool.length)]!)
}

export interface ProbedStates extends LabelledStates {
  /** What a state is of, for the control task. One a state. */
  readonly types: readonly Label[]
  /** Which problem a state is from, for the split. One a state. */
  readonly groups: readonly Label[]
}

export interface ProbeReport {
  /** Share of held-out states whose label the probe finds, in [0, 1]. */
  readonly accuracy: number
  /** The same for the control task, with the same split and the same kind of probe. */
  readonly control: number
  /** accuracy - control: what the states show beyond what the probe can learn by heart. In [-1, 1]. */
  readonly selectivity: number
  /** Share of the held-out states that have the label most frequent in training: what a probe that sees nothing gets. */
  readonly majority: number
  /** The same for the control task; with few types its labels may fall unevenly. */
  readonly controlMajority: number
  readonly train: number
  readonly test: number
  readonly probe: LinearProbe
}

/**
 * A linear probe with its control task (Hewitt & Liang 2019, arXiv 1909.03368): accuracy on held-out problems, and selectivity. Throws what
 * {@link trainProbe}, {@link groupedSplit} and {@link controlLabels} throw; `TOO_FEW` also where training holds one label only.
 */
export function probeStates(states: ProbedStates, options: ProbeOptions & SplitOptions): ProbeReport {
  checkLength('labels', states.labels.length, states.states.length)
  checkLength('groups', states.groups.length, states.states.length)
  const { train, test } = groupedSplit(states.groups, options)
  const control = controlLabels(states.types, states.labels, options.seed)
  const fit = (labels: readonly Label[]) => {
    const probe = trainProbe(
      { states: train.map((i) => states.states[i]!), labels: train.map((i) => labels[i]!) },
      options,
    )
    const common = mostFrequent(train.map((i) => labels[i]!))
    return {
      probe,
      accuracy: share(test, (i) => probeLabel(probe, states.states[i]!) === labels[i]),
      majority: share(test, (i) => labels[i] === common),
    }
  }
  const own = fit(states.labels)
  const other = fit(control)
  return {
    accuracy: own.accuracy,
    control: other.accuracy,
    selectivity: own.accuracy - other.accuracy,
    majority: own.majority,
    controlMajority: other.majority,
    train: train.length,
    test: test.length,
    probe: own.probe,
  }
}

function share(indices: readonly number[], holds: (i: number) => boolean): number {
  return indices.filter(holds).length / indices.length
}

function mostFrequent(labels: readonly Label[]): Label | undefined {
  const counts = new Map<Label, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const most = Math.max(...counts.values())
  return [...counts].find(([, count]) => count === most)?.[0]
}

/** 1 and '1' are different labels. */
function nameOf(label: Label): string {
  return `${typeof label} ${label}`
}

/** FNV-1a over the 16-bit units of a text. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
