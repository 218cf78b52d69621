/**
 * A step from one thought to the next: how the vector that is fed back is made of the last hidden state h. Steps hold everything that is
 * needed to make the same vector again, so any node of a search can be rebuilt bit for bit.
 */
export type ThoughtStep =
  /** h itself, superposition and all (COCONUT). */
  | { readonly operator: 'identity'; readonly symbol: number }
  /** (1 - strength) h + strength |h| u, at the length of h: leans a thought towards one symbol. Strength above 0, to 1. */
  | { readonly operator: 'steer'; readonly symbol: number; readonly strength: number }
  /** h + sigma |h| e, at the length of h; e is a random direction (LatentTTS; 2510.07745). Sigma above 0. */
  | { readonly operator: 'gaussian'; readonly symbol: number; readonly sigma: number; readonly seed: number }
  /** h with each component dropped with probability `rate`, at the length of h; one mask for a whole line (LatentTTS). */
  | { readonly operator: 'dropout'; readonly symbol: number; readonly rate: number; readonly seed: number }
  /** Symbols mixed by a Gumbel-softmax of the read-out (2508.03440), at the length of h. Temperature above 0. */
  | { readonly operator: 'gumbel'; readonly symbol: number; readonly temperature: number; readonly seed: number }
  /** Symbols mixed by a draw from Dirichlet(concentration * p) (CoT2; 2505.23648), at the length of h. Concentration above 0. */
  | { readonly operator: 'dirichlet'; readonly symbol: number; readonly concentration: number; readonly seed: number }
  /** The best of so many vectors at the length of h, tried one after the other by plain refinement (`refine/`): h first. */
  | RefineStep
  /** No thought at all: the symbol is said in words. */
  | { readonly operator: 'word'; readonly symbol: number }

/** Voronoi optimistic optimisation, hill climbing, an evolution strategy, or draws from the whole sphere, which the others have to beat. */
export const REFINE_METHODS = ['voot', 'climb', 'evolve', 'random'] as const
export type RefineMethod = (typeof REFINE_METHODS)[number]

/** What a vector is worth: what the thought that follows when it is fed back is, by the value head or by how likely it ends the line. */
export const REFINE_SCORES = ['head', 'implicit'] as const
export type RefineScore = (typeof REFINE_SCORES)[number]

export interface RefineStep {
  readonly operator: 'refine'
  readonly symbol: number
  readonly method: RefineMethod
  readonly by: RefineScore
  /** Vectors tried, h among them; each takes a position of the model. Whole, 2 to 1,024. */
  readonly evaluations: number
  readonly seed: number
}

/** A step whose vector follows from the hidden state alone: no model has to run. */
export type DirectStep = Exclude<ThoughtStep, RefineStep>

export type OperatorName = ThoughtStep['operator']
