import { portableExp } from '@espalier/core'
import type { GraphPrompt } from '@espalier/models'
import { decodability, type Decodability } from '../readings/decodability.ts'
import {
  FRONTIER_GROUPS,
  frontierHistogram,
  type FrontierGroup,
  type FrontierStep,
} from '../readings/frontier-histogram.ts'
import { childrenIn, distancesIn } from './frontiers.ts'
import { rightOf, type Sample } from './sample.ts'

/** What the thoughts of one step read as, over all questions. */
export interface StepReading {
  /** From 1. */
  readonly step: number
  /** Questions that have nodes so many statements from their root. */
  readonly questions: number
  /** Mean mass of the read-out by group of nodes, over those questions; what is left lies on numbers that no node has. */
  readonly mass: Readonly<Record<FrontierGroup, number>>
  /** Whether the answer will be right, told from the thought by its nearest neighbours. Chance is the share of the commoner label. */
  readonly outcome: Decodability & { readonly commoner: number }
}

export interface StepReadings {
  readonly steps: readonly StepReading[]
  /** Which step a thought is of. */
  readonly stepIndex: Decodability
}

const NEIGHBOURS = 10

/**
 * What thoughts read as: mass of their read-outs by group (nodes exactly so many statements away, on a shortest path to the expected
 * answer or not; nearer ones; the rest), and decodability of the step and of the outcome. No reading shows what a thought does.
 */
export function stepReadings(sample: Sample): StepReadings {
  const { model, intact, opened, thoughts, expected } = sample
  const right = rightOf(sample, intact)
  const commoner = Math.max(right.filter(Boolean).length, right.filter((hit) => !hit).length) / right.length
  const states = (k: number): readonly Float32Array[] => intact.map(({ hidden }) => hidden[k]!)
  const steps = Array.from({ length: thoughts }, (_, k): StepReading => {
    const readOuts = model.readOut(states(k))
    const groups = opened.prompts.map((prompt, i) => groupsAt(prompt, prompt.goals[expected[i]!], k + 1, readOuts[i]!))
    const reached = groups.filter(({ frontier }) => frontier.size > 0)
    return {
      step: k + 1,
      questions: reached.length,
      mass: meanMass(reached),
      outcome: {
        ...decodability({ states: states(k), labels: right.map(String) }, { neighbours: NEIGHBOURS }),
        commoner,
      },
    }
  })
  const all = steps.flatMap(({ step }) => states(step - 1).map((state) => ({ state, step })))
  const stepIndex = decodability(
    { states: all.map(({ state }) => state), labels: all.map(({ step }) => step) },
    { neighbours: NEIGHBOURS },
  )
  return { steps, stepIndex }
}

function meanMass(steps: readonly FrontierStep[]): Readonly<Record<FrontierGroup, number>> {
  const histogram = steps.length === 0 ? null : frontierHistogram(steps)
  const of = (group: FrontierGroup): number => (histogram === null ? Number.NaN : histogram[group].sum / steps.length)
  const [optimal, frontier, reachable, notReachable] = FRONTIER_GROUPS.map(of) as [number, number, number, number]
  return { optimal, frontier, reachable, notReachable }
}

function groupsAt(prompt: GraphPrompt, answer: number, step: number, readOut: Float32Array): FrontierStep {
  const children = childrenIn(prompt)
  const distances = distancesIn(children, prompt.root)
  const at = (test: (distance: number) => boolean): ReadonlySet<number> =>
    new Set([...distances].filter(([, distance]) => test(distance)).map(([node]) => node))
  const frontier = at((distance) => distance === step)
  const whole = distances.get(answer)
  const optimal = [...frontier].filter(
    (node) => whole !== undefined && distancesIn(children, node).get(answer) === whole - step,
  )
  return {
    values: readOut.map((x) => portableExp(x)),
    reachable: at((distance) => distance <= step),
    frontier,
    optimal: new Set(optimal),
    among: new Set(prompt.edges.flat()),
  }
}
