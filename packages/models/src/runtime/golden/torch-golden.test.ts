import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCheckpoint } from '../checkpoint.ts'
import { createReferenceRuntime } from '../reference/reference-runtime.ts'
import { createWasmRuntime } from '../wasm/wasm-runtime.ts'
import golden from './torch-golden.json' with { type: 'json' }

const checkpoint = readCheckpoint(readFileSync(new URL('torch-golden.safetensors', import.meta.url)))

describe.each([createReferenceRuntime(checkpoint), createWasmRuntime(checkpoint)])(
  '$name against PyTorch',
  (runtime) => {
    it.each(golden.cases)('prompt of $prompt in $tokens', ({ tokens, prompt, hidden, logits, value }) => {
      const head =
        prompt === 0
          ? null
          : runtime.forward([{ cache: null, inputs: tokens.slice(0, prompt), attention: 'full', hidden: 'all' }])[0]!
      const rest = tokens.slice(prompt)
      const tail =
        rest.length === 0 ? null : runtime.forward([{ cache: head?.cache ?? null, inputs: rest, hidden: 'all' }])[0]!
      const states = [head, tail].flatMap((part) => (part === null ? [] : [part.hidden]))
      expectClose(
        states.flatMap((part) => [...part]),
        hidden,
      )
      expectClose([...runtime.logits(states)], logits)
      expectClose([...runtime.value(states)], value)
    })
  },
)

function expectClose(got: readonly number[], expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length)
  const worst = Math.max(...got.map((x, i) => Math.abs(x - expected[i]!)))
  expect(worst).toBeLessThan(5e-5)
}
