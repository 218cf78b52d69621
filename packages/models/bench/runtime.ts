/**
 * Tokens per second of the runtimes on random weights: `npm run bench -w @espalier/models [-- --quick]`. Cases are interleaved and the best of the
 * rounds is shown, so that other work on the machine disturbs the comparison least.
 */
import { parseArgs } from 'node:util'
import { createReferenceRuntime, createWasmRuntime, randomCheckpoint } from '../src/index.ts'
import type { ForwardRow, TransformerConfig, TransformerRuntime } from '../src/index.ts'

const CACHED = 20
const PROMPT = 13
const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const ROUND_MS = options.quick ? 100 : 250
const ROUNDS = options.quick ? 2 : 5

interface Case {
  readonly label: string
  readonly tokensPerRun: number
  readonly run: () => number
  best: number
}

function stepCase(runtime: TransformerRuntime, batch: number): Case {
  const prompt = Array.from({ length: CACHED }, (_, i) => (i * 7) % runtime.config.vocab)
  const roots = runtime
    .forward(Array.from({ length: batch }, () => ({ cache: null, inputs: prompt })))
    .map(({ cache }) => cache)
  const rows: ForwardRow[] = roots.map((cache, i) => ({ cache, inputs: [i % runtime.config.vocab] }))
  return { label: `step, batch ${batch}`, tokensPerRun: batch, run: () => runOnce(runtime, rows), best: 0 }
}

function prefillCase(runtime: TransformerRuntime, batch: number): Case {
  const inputs = Array.from({ length: PROMPT }, (_, i) => (i * 5) % runtime.config.vocab)
  const rows: ForwardRow[] = Array.from({ length: batch }, () => ({ cache: null, inputs, attention: 'full' }))
  const tokensPerRun = batch * PROMPT
  return { label: `prefill of ${PROMPT}, batch ${batch}`, tokensPerRun, run: () => runOnce(runtime, rows), best: 0 }
}

/** One forward with the logits of every row, as a sampler does it; the caches go back. */
function runOnce(runtime: TransformerRuntime, rows: readonly ForwardRow[]): number {
  const results = runtime.forward(rows)
  const logits = runtime.logits(results.map(({ hidden }) => hidden))
  for (const { cache } of results) runtime.release(cache)
  return logits[0]!
}

function measure(cases: readonly Case[], roundMs: number): void {
  let consumed = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of cases) {
      const start = performance.now()
      let runs = 0
      let elapsedMs = 0
      while (elapsedMs < roundMs) {
        consumed += one.run()
        runs++
        elapsedMs = performance.now() - start
      }
      one.best = Math.max(one.best, (runs * one.tokensPerRun * 1000) / elapsedMs)
    }
  }
  if (!Number.isFinite(consumed)) throw new Error('the model returned no numbers')
}

for (const [dim, layers, heads] of [
  [128, 4, 4],
  [160, 6, 5],
] as const) {
  const config: TransformerConfig = {
    dim,
    layers,
    heads,
    hidden: 4 * dim,
    vocab: 122,
    context: 64,
    prefixAttention: 'full',
  }
  const checkpoint = randomCheckpoint(config, 1)
  for (const runtime of [createWasmRuntime(checkpoint), createReferenceRuntime(checkpoint)]) {
    const batches = [1, 4, 16, 32]
    const cases = [
      ...batches.map((batch) => stepCase(runtime, batch)),
      ...batches.map((batch) => prefillCase(runtime, batch)),
    ]
    measure(cases, ROUND_MS)
    console.log(`D=${dim} L=${layers} ${runtime.name}`)
    for (const { label, best } of cases)
      console.log(`  ${label.padEnd(24)} ${Math.round(best).toLocaleString('en').padStart(9)} tokens/s`)
  }
}
