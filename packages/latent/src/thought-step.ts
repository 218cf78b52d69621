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
  /** No thought at all: the symbol is said in words. */
  | { readonly operator: 'word'; readonly symbol: number }

export type OperatorName = ThoughtStep['operator']
