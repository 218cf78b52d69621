import {
  createSearch,
  drawsOf,
  mcts,
  type Envelope,
  type Expansion,
  type Outcome,
  type StateBackend,
  type Trial,
} from '@espalier/core'

const DEPTH = 6

/** States are the letters so far; a line of six is finished, and an answer if it has an even number of `a`. */
const letters: StateBackend<string, string, string> = {
  name: 'letters',
  root: (problem) => problem,
  extend: (state, step) => state + step,
  isTerminal: (state) => state.length >= DEPTH,
  answer: (state) =>
    state.length >= DEPTH && [...state].filter((letter) => letter === 'a').length % 2 === 0 ? state : null,
  label: (step) => step,
}

/** Every kind of result that there is, by chance: values, steps from two sources, costs, refusals, failures. */
function expand({ seed, id, depth, want, evaluate, existing }: Trial<string>): Expansion<string> {
  const draw = drawsOf(seed, id)
  if (draw() < 0.05) throw Object.assign(new Error('the model is away'), { code: 'provider' })
  const fresh = [...'abcdefgh']
    .filter((letter) => !existing.includes(letter))
    .slice(0, Math.min(want, 1 + Math.floor(draw() * 4)))
  const proposals = fresh.map((step) => ({
    step,
    prior: draw(),
    ...(draw() < 0.3 ? { source: draw() < 0.5 ? 'left' : 'right' } : {}),
    ...(depth < DEPTH - 1 && draw() < 0.2 ? { value: draw() } : {}),
  }))
  return {
    value: evaluate ? draw() : null,
    proposals,
    ...(draw() < 0.1 ? { rejected: [{ label: 'zz', reason: 'no letter' }] } : {}),
    ...(draw() < 0.5
      ? { usage: { calls: 1, promptTokens: Math.floor(draw() * 50), completionTokens: Math.floor(draw() * 9) } }
      : {}),
  }
}

/** The log of a search by chance, with several trials in flight that come back in any order, and somebody who steers. Same seed, same log. */
export function randomLog(seed: number, trials: number): Envelope[] {
  const search = createSearch({ problem: '', backend: letters, algorithm: mcts({ children: 4 }), seed })
  const draw = drawsOf(seed, 1_000_000)
  const inFlight: Trial<string>[] = []
  for (let asked = 0; asked < trials || inFlight.length > 0;) {
    const trial = asked < trials && inFlight.length < 4 && draw() < 0.6 ? search.ask() : null
    if (trial !== null) {
      asked++
      inFlight.push(trial)
    } else if (inFlight.length > 0) {
      const [back] = inFlight.splice(Math.floor(draw() * inFlight.length), 1)
      search.tell(back!.id, outcomeOf(back!))
    } else if (asked > 0) asked++
    if (draw() < 0.03) search.steer('somebody', { type: 'focus', node: Math.floor(draw() * search.fold.tree.size) })
  }
  search.end('trials')
  return search.drain().map((event, at) => ({ at, event }))
}

function outcomeOf(trial: Trial<string>): Outcome<string> {
  try {
    return expand(trial)
  } catch (error) {
    return { error: { code: 'provider', message: String(error) } }
  }
}
