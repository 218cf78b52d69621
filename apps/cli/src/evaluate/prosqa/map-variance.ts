import { maxTrials, mcts, runSearch } from '@espalier/core'
import {
  answerAfter,
  embeddedThoughts,
  graphThoughts,
  principalMap,
  projectOn,
  thoughtBackend,
  thoughtExpand,
  thoughtPool,
  type PrincipalMap,
  type ThoughtState,
} from '@espalier/latent'
import type { ProsqaModel } from '@espalier/models'
import type { GraphQuestion } from '@espalier/tasks'

const THOUGHTS = 7
const TRIALS = 64
/** A plane through fewer thoughts than that says little. */
const FEWEST = 5

export interface MapVariance {
  readonly searches: number
  /** Mean share of the variance of a search's thoughts that a plane shows, in [0, 1]: one plane for all, and each search's own. */
  readonly fixed: number
  readonly own: number
}

/** How much of a search's thoughts two dimensions show: on a map fixed on other questions, and on a map of each search's own. */
export async function mapVariance(
  model: ProsqaModel,
  fixedOn: readonly GraphQuestion[],
  searched: readonly GraphQuestion[],
): Promise<MapVariance> {
  const prompts = fixedOn.map((question) => graphThoughts().prompt(question))
  const map = principalMap(answerAfter(model, prompts, { thoughts: THOUGHTS }).flatMap(({ hidden }) => hidden))
  const shares: { readonly fixed: number; readonly own: number }[] = []
  for (const [seed, question] of searched.entries()) {
    const states = await thoughtsOfSearch(model, question, seed)
    if (states.length < FEWEST) continue
    shares.push({ fixed: shareOn(map, states), own: shareOn(principalMap(states), states) })
  }
  const mean = (of: 'fixed' | 'own'): number => shares.reduce((sum, share) => sum + share[of] / shares.length, 0)
  return { searches: shares.length, fixed: mean('fixed'), own: mean('own') }
}

async function thoughtsOfSearch(model: ProsqaModel, question: GraphQuestion, seed: number): Promise<Float32Array[]> {
  const [thoughts, task] = [embeddedThoughts(model), graphThoughts()]
  const [backend, pool] = [thoughtBackend(task), thoughtPool(thoughts, task)]
  const states = new Set<ThoughtState<GraphQuestion>>()
  const work = thoughtExpand({ model: thoughts, task, backend, pool })
  const expand: typeof work = (trial, context) => {
    if (!backend.isTerminal(trial.state)) states.add(trial.state)
    return work(trial, context)
  }
  const describe = () => ({ problem: null, label: '' })
  await runSearch({ problem: question, backend, algorithm: mcts(), expand, stop: maxTrials(TRIALS), seed, describe })
  const held = await pool.thoughtsOf([...states])
  const hidden = held.map((thought) => thought.hidden)
  pool.dispose()
  return hidden
}

function shareOn(map: PrincipalMap, states: readonly Float32Array[]): number {
  const spread = (rows: readonly ArrayLike<number>[]): number => {
    let sum = 0
    for (let i = 0; i < rows[0]!.length; i++) {
      const mean = rows.reduce((total, row) => total + row[i]! / rows.length, 0)
      for (const row of rows) sum += (row[i]! - mean) ** 2
    }
    return sum
  }
  return spread(states.map((state) => projectOn(map, state))) / spread(states)
}
