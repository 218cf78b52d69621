import { drawsOf, portableExp } from '@espalier/core'
import type { GraphPrompt } from '@espalier/models'
import { atLength, lengthOf } from '../vectors/length.ts'
import { difference, mean } from './figures.ts'
import { childrenIn } from './frontiers.ts'
import { notRun, type BatteryResult } from './result.ts'
import type { Sample } from './sample.ts'

/** How far a thought is brought towards a node: (1 - strength) * thought + strength * node, at the thought's length. */
const STRENGTH = 0.5

interface Aim {
  /** A node one step from the root, beside others, that has children. */
  readonly node: number
  /** Another node of the question, neither that one nor its child: the control. */
  readonly other: number
  readonly children: ReadonlySet<number>
}

/**
 * The first thought steered to a node v that it may be at, and the mass that the read-out of the next thought lays on v's children,
 * against the thought left alone and against steering to a random other node. Only questions where the root has two children at least and
 * one of them has children. Passes if the mass rises by more than 0.1 over the thought left alone, and above the control, with the whole
 * intervals.
 */
export function steer(sample: Sample, seed: number): BatteryResult {
  const aims = sample.opened.prompts.map((prompt, i) => aimOf(prompt, drawsOf(seed, i)))
  if (sample.thoughts < 2) return notRun('steer', 'a thought and the next take two thoughts')
  if (aims.every((aim) => aim === null)) return notRun('steer', 'no question has a first step to choose')
  const mass = (towards: (aim: Aim) => number | null): readonly number[] => childMass(sample, aims, towards)
  const [alone, steered, control] = [mass(() => null), mass(({ node }) => node), mass(({ other }) => other)]
  const rise = difference('rise over left alone', steered, alone, seed)
  const above = difference('rise over the control', steered, control, seed)
  const passes = rise.low > 0.1 && above.low > 0
  return {
    test: 'steer',
    verdict: passes ? 'pass' : 'fail',
    figures: [
      mean('mass on the children, left alone', alone, seed),
      mean('mass on the children, steered', steered, seed),
      mean('mass on the children, steered elsewhere (control)', control, seed),
      rise,
      above,
    ],
    says: passes
      ? 'Steered to a node, the next thought turns to its children, so one thought acts on the next as it reads; it does not say that the answer follows.'
      : 'Steered to a node, the next thought does not turn to its children, so a thought does not act as it reads; it may act in other ways.',
  }
}

function aimOf(prompt: GraphPrompt, draw: () => number): Aim | null {
  const children = childrenIn(prompt)
  const pick = (nodes: readonly number[]): number | undefined => nodes[Math.floor(draw() * nodes.length)]
  const first = children.get(prompt.root) ?? []
  if (first.length < 2) return null
  const node = pick(first.filter((child) => children.has(child)))
  if (node === undefined) return null
  const own = new Set(children.get(node))
  const others = [...new Set(prompt.edges.flat())].filter(
    (other) => other !== node && other !== prompt.root && !own.has(other),
  )
  const other = pick(others)
  return other === undefined ? null : { node, other, children: own }
}

/** Mass of the second thought on the children aimed at, one a question that has an aim. */
function childMass(
  { model, run }: Sample,
  aims: readonly (Aim | null)[],
  towards: (aim: Aim) => number | null,
): readonly number[] {
  const answers = run(2, (hidden, { prompt, thought }) => {
    const aim = aims[prompt]!
    const node = aim === null || thought > 1 ? null : towards(aim)
    if (node === null) return hidden
    const [length, direction] = [lengthOf(hidden), model.direction(node)]
    return atLength(
      Float64Array.from(hidden, (x, i) => (1 - STRENGTH) * x + STRENGTH * length * direction[i]!),
      length,
    )
  })
  const readOuts = model.readOut(answers.map(({ hidden }) => hidden[1]!))
  return aims.flatMap((aim, i) =>
    aim === null ? [] : [[...aim.children].reduce((sum, child) => sum + portableExp(readOuts[i]![child]!), 0)],
  )
}
