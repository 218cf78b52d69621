import { createPreset, createSearch, type Search } from '@espalier/core'

const LETTERS = ['a', 'ü', '∎', '🌳', 'line\nfeed']

/** A search over words with odd labels, named generators, refusals, failures and steering; `trials` of them told, one left open. */
export function someSearch(trials: number, seed: number, algorithm = 'mcts'): Search<string, string> {
  const search = createSearch({
    problem: 'word',
    backend: {
      name: 'words',
      root: () => '',
      extend: (state: string, step: string) => state + step,
      isTerminal: (state) => state.length > 9,
      answer: (state) => (state.startsWith('a') ? state : null),
      label: (step) => step,
    },
    algorithm: createPreset(algorithm),
    seed,
  })
  for (let i = 0; i < trials; i++) {
    const trial = search.ask()
    if (trial === null) break
    if ((i + seed) % 7 === 5) {
      search.tell(trial.id, { error: { code: 'busy', message: 'later' } })
      continue
    }
    const proposals = Array.from({ length: trial.want }, (_, k) => ({
      step: LETTERS[(i + k) % LETTERS.length]! + k,
      prior: (k + 1) / 7,
      ...(k % 2 === 0 ? { source: `writer-${k}` } : {}),
      ...(k === 1 ? { value: 0.25 } : {}),
    }))
    search.tell(trial.id, {
      value: trial.evaluate ? ((i * 37 + seed) % 11) / 10 : null,
      proposals,
      usage: { calls: 1, promptTokens: 3, completionTokens: i },
      rejected: i % 3 === 0 ? [{ label: 'x', reason: 'no' }] : [],
    })
    if (i === 12) search.steer('somebody', { type: 'focus', node: 1 })
  }
  search.ask()
  return search
}
