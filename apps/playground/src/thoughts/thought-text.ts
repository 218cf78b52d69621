import type { Conclusion, ThoughtDetail } from '@espalier/protocol'
import { formatPercent } from '../parts/format.ts'

type Step = NonNullable<ThoughtDetail['step']>
type Parameters = Step['parameters']

const SENTENCES: Readonly<Record<string, (symbol: string, parameters: Parameters) => string>> = {
  identity: (symbol) => `The thought before is fed back as it is. It read as “${symbol}” first.`,
  steer: (symbol, { strength = 0 }) =>
    `The thought before, turned ${formatPercent(Number(strength))} of the way to “${symbol}”.`,
  gaussian: (symbol, { sigma = 0, seed = 0 }) =>
    `The thought before with noise of ${sigma} times its length (seed ${seed}). It reads as “${symbol}” first.`,
  dropout: (symbol, { rate = 0, seed = 0 }) =>
    `The thought before without ${formatPercent(Number(rate))} of its components (seed ${seed}). It reads as “${symbol}” first.`,
  gumbel: (symbol, { temperature = 0, seed = 0 }) =>
    `Symbols mixed by a Gumbel-softmax of what the thought before reads as, at temperature ${temperature} (seed ${seed}); “${symbol}” weighs most.`,
  dirichlet: (symbol, { concentration = 0, seed = 0 }) =>
    `Symbols mixed by a draw from a Dirichlet distribution around what the thought before reads as, with concentration ${concentration} (seed ${seed}); “${symbol}” weighs most.`,
  refine: (symbol, { method = '', by = '', evaluations = 0, seed = 0 }) =>
    `The best of ${evaluations} vectors by ${SCORES[by] ?? by}, the thought before among them, tried by ${METHODS[method] ?? method} (seed ${seed}). It reads as “${symbol}” first.`,
  word: (symbol) => `“${symbol}” was said in words and read back.`,
}

const METHODS: Readonly<Record<string, string>> = {
  voot: 'Voronoi optimistic optimisation',
  climb: 'hill climbing',
  evolve: 'an evolution strategy',
  random: 'random search',
}

const SCORES: Readonly<Record<string, string>> = {
  head: 'the value of what follows',
  implicit: 'how likely what follows ends the line',
}

/** How a thought came about, in a sentence. */
export function stepText(step: Step | null): string {
  if (step === null) return 'The first thought: what the model holds once it has read the question.'
  const { operator, symbol, parameters } = step
  const known = Object.hasOwn(SENTENCES, operator) ? SENTENCES[operator] : undefined
  const numbers = Object.entries(parameters).map(([name, value]) => `${name} ${value}`)
  return known?.(symbol, parameters) ?? `${[operator, ...numbers].join(', ')}, for “${symbol}”.`
}

/** How well what a line comes to stands, in a word and a sentence. */
export interface StandingText {
  readonly standing: Conclusion['standing']
  readonly about: string
}

const STANDINGS: Readonly<Record<Conclusion['standing'], string>> = {
  verified: 'The exact verifier found every statement in the question, and that they lead to the answer.',
  consistent: 'The thought before the answer reads as this answer, but the statements prove nothing.',
  refuted: 'The exact verifier found the answer wrong.',
  unverified: 'Neither the verifier nor what the thought before the answer reads as supports this answer.',
}

export function standingText(conclusion: Conclusion | null): StandingText {
  if (conclusion === null)
    return { standing: 'unverified', about: 'The line has come to no answer: there is nothing to verify yet.' }
  return { standing: conclusion.standing, about: STANDINGS[conclusion.standing] }
}

/** An entropy in nats, and as the number of symbols that would be as spread if all were as likely. */
export function entropyText(nats: number): string {
  const symbols = Math.exp(nats)
  return `${nats.toFixed(2)} nats, as spread as ${symbols < 1.05 ? 'one symbol' : `${symbols.toFixed(1)} equally likely symbols`}`
}
