import { drawsOf, portableExp, type Draw, type Expansion, type Proposal, type Trial } from '@espalier/core'
import { drawnPriors, isDrawn } from './drawn-priors.ts'
import { inputOf } from './operators/input-of.ts'
import { candidatesOf, MIN_PROBABILITY, named, rankedSymbols, type OperatorSetting } from './propose-steps.ts'
import { parseLabel } from './step-label.ts'
import { placeStep, type PlacedStep } from './thought-backend.ts'
import type { ThoughtModel } from './thought-model.ts'
import type { HeldThought, ThoughtPool } from './thought-pool.ts'
import type { ThoughtState } from './thought-state.ts'
import type { ThoughtStep } from './thought-step.ts'
import type { ThoughtTask } from './thought-task.ts'

export interface ProposalOptions<Problem> {
  readonly model: ThoughtModel<never>
  readonly task: ThoughtTask<Problem, unknown>
  readonly pool: ThoughtPool<Problem>
  readonly operators: readonly OperatorSetting[]
  readonly temperature: number
}

/** A step with its weight; null where it is drawn, and follows from the others. */
interface Found {
  readonly step: PlacedStep
  readonly prior: number | null
}

/** The steps that a trial asks for, made of what its state's thought reads as. */
export async function proposalsOf<Problem>(
  trial: Trial<ThoughtState<Problem>>,
  thought: HeldThought,
  options: ProposalOptions<Problem>,
): Promise<Pick<Expansion<PlacedStep>, 'proposals' | 'exhausted'>> {
  const { model, task, operators } = options
  const { state, want, proposals: mode } = trial
  const symbols = task.symbols(state.problem)
  const draw = drawsOf(trial.seed, trial.id)
  const place = (step: ThoughtStep): PlacedStep => placeStep(task, state, settled(model, step, thought.hidden, symbols))

  if (mode === 'independent') {
    const samples = Array.from({ length: want }, () => {
      const { step, prior } = sampleOf(state, thought.readOut, symbols, options, draw)
      return { step: place(step), prior }
    })
    return { proposals: (await refinedOf(state, samples, options)) as readonly Proposal<PlacedStep>[] }
  }
  const taken = new Set(mode === 'distinct' ? trial.existing : [])
  const found: Found[] = []
  let exhausted = mode === 'distinct'
  for (const { step, prior } of candidatesOf(state, thought.readOut, symbols, operators, draw)) {
    if (found.length === want) {
      exhausted = false
      break
    }
    const placed = place(step)
    if (taken.has(placed.label)) continue
    taken.add(placed.label)
    found.push({ step: placed, prior })
  }
  const made = await refinedOf(state, found, options)
  const proposals = weighted(made, drawnBefore(trial, task), thought.readOut)
  return exhausted ? { proposals, exhausted } : { proposals }
}

/** Steps that refine are refined, all together, and say what their vectors read as; others stay as they are. */
async function refinedOf<Problem>(
  state: ThoughtState<Problem>,
  found: readonly Found[],
  { model, task, pool }: ProposalOptions<Problem>,
): Promise<readonly Found[]> {
  const steps = found.flatMap(({ step: { step } }) => (step.operator === 'refine' ? [step] : []))
  if (steps.length === 0) return found
  const readOuts = model.readOut(await pool.refine(state, steps))
  let next = 0
  return found.map((one) => {
    const { step } = one.step
    if (step.operator !== 'refine') return one
    const symbol = rankedSymbols(readOuts[next++]!, task.symbols(state.problem))[0]!
    return { ...one, step: placeStep(task, state, { ...step, symbol }) }
  })
}

/** What the vectors drawn at the state before read as. */
function drawnBefore<Problem>(
  { state, existing }: Trial<ThoughtState<Problem>>,
  task: ThoughtTask<Problem, unknown>,
): readonly number[] {
  const steps = existing.flatMap((label) => parseLabel(task, state, label)?.step ?? [])
  return steps.filter(isDrawn).map(({ symbol }) => symbol)
}

/** Drawn vectors get their priors among all that were drawn here; those of earlier ones stay as they were given. */
function weighted(
  found: readonly Found[],
  before: readonly number[],
  readOut: Float32Array,
): readonly Proposal<PlacedStep>[] {
  const drawn = found.filter(({ prior }) => prior === null).map(({ step }) => step.step.symbol)
  const priors = drawn.length === 0 ? [] : [...drawnPriors([...before, ...drawn], readOut)].slice(before.length)
  let next = 0
  return found.map(({ step, prior }) => ({ step, prior: prior ?? priors[next++]! }))
}

/** What a drawn vector reads as shows only once it is made. */
function settled(model: ThoughtModel<never>, step: ThoughtStep, hidden: Float32Array, symbols: number): ThoughtStep {
  if (step.operator === 'steer' || step.operator === 'word' || step.operator === 'refine') return step
  const { input } = inputOf(model, hidden, step)
  return { ...step, symbol: rankedSymbols(model.readOut([input])[0]!, symbols)[0]! }
}

/** One independent sample: a symbol by its probability where an operator names one, else a drawn vector. */
function sampleOf<Problem>(
  state: ThoughtState<Problem>,
  readOut: Float32Array,
  symbols: number,
  { operators, temperature }: ProposalOptions<Problem>,
  draw: Draw,
): { readonly step: ThoughtStep; readonly prior: number } {
  const naming = operators.filter(({ operator }) => operator === 'steer' || operator === 'word')
  const setting = naming[Math.floor(draw() * naming.length)]
  if (setting === undefined) {
    for (const { step } of candidatesOf(state, readOut, symbols, operators, draw)) return { step, prior: 1 }
    throw new Error('no operator')
  }
  const ranked = rankedSymbols(readOut, symbols)
  const weights = ranked.map((symbol) => portableExp(readOut[symbol]! / temperature))
  let left = draw() * weights.reduce((a, b) => a + b, 0)
  const symbol = ranked.at(weights.findIndex((weight) => (left -= weight) < 0))!
  return { step: named(setting, symbol), prior: Math.max(MIN_PROBABILITY, portableExp(readOut[symbol]!)) }
}
