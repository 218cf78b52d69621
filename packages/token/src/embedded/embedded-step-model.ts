import { addUsage, type Usage } from '@espalier/core'
import type { Cache, TokenModel } from '@espalier/models'
import type { StepModel, StepReply, StepRequest, ValueModel } from '../step-model.ts'
import { sampleStep } from './sample-step.ts'
import { createStepTrie, type StepTrie } from './step-trie.ts'

export interface EmbeddedStepModelOptions {
  /** Temperature of `independent` samples. Default 1. */
  readonly temperature?: number
  /** Steps less likely than this are never proposed. Default 1e-4. */
  readonly minProbability?: number
  /** Prompts kept with their caches, at least 1. Default 1,024. */
  readonly cachedPrompts?: number
}

interface Reading {
  readonly cache: Cache
  readonly logProbs: Float32Array
  readonly value: number
  readonly promptTokens: number
  trie: StepTrie | null
}

/** The embedded model behind the interfaces that LLMs use. Prompts are read once; the least recently used are forgotten. */
export interface EmbeddedStepModel extends StepModel, ValueModel {
  /** Reads prompts in one batch, ahead of the requests for them. Returns what it took. */
  readAhead(prompts: readonly string[]): Usage
  /** Lets go of all caches. */
  dispose(): void
}

export function embeddedStepModel(model: TokenModel, options: EmbeddedStepModelOptions = {}): EmbeddedStepModel {
  const { temperature = 1, minProbability = 1e-4, cachedPrompts = 1024 } = options
  const readings = new Map<string, Reading>()

  /** Reads those of the prompts that are not known yet, in one call. */
  function readAhead(prompts: readonly string[]): Usage {
    const missing = [...new Set(prompts)].filter((prompt) => !readings.has(prompt))
    if (missing.length === 0) return { calls: 0, promptTokens: 0, completionTokens: 0 }
    const results = model.read(missing)
    let promptTokens = 0
    missing.forEach((prompt, i) => {
      const { cache, logProbs, value, tokens } = results[i]!
      promptTokens += tokens
      readings.set(prompt, { cache, logProbs, value, promptTokens: tokens, trie: null })
    })
    return { calls: 1, promptTokens, completionTokens: 0 }
  }

  /** The reading of a prompt, now the most recently used. */
  function recall(prompt: string): Reading {
    const reading = readings.get(prompt)!
    readings.delete(prompt)
    readings.set(prompt, reading)
    return reading
  }

  /** Forgets the least recently used prompts beyond the limit. */
  function trim(): void {
    for (const [prompt, reading] of readings) {
      if (readings.size <= cachedPrompts) return
      forget(prompt, reading)
    }
  }

  function forget(prompt: string, reading: Reading): void {
    readings.delete(prompt)
    reading.trie?.release()
    model.release(reading.cache)
  }

  function write(request: StepRequest): StepReply {
    const read = readAhead([request.prompt])
    const reading = recall(request.prompt)
    trim()
    if (request.mode === 'distinct') return writeDistinct(request, reading, read)
    const steps = Array.from({ length: request.count }, () =>
      sampleStep(model, reading, request.draw, { temperature: request.mode === 'likeliest' ? 0 : temperature }),
    )
    const tokens = steps.reduce((sum, step) => sum + step.tokens, 0)
    return {
      steps,
      exhausted: false,
      usage: { ...read, calls: read.calls + tokens - steps.length, completionTokens: tokens },
    }
  }

  function writeDistinct(request: StepRequest, reading: Reading, read: Usage): StepReply {
    const trie = (reading.trie ??= createStepTrie(model, reading, { minProbability }))
    let calls = read.calls
    let tokens = 0
    const wanted = () => trie.found.filter((step) => !request.exclude.has(step.text))
    while (wanted().length < request.count && !trie.exhausted) {
      const took = trie.extend(trie.found.length + request.count - wanted().length)
      calls += took.calls
      tokens += took.tokens
    }
    const steps = wanted()
    return {
      steps: steps.slice(0, request.count),
      exhausted: trie.exhausted && steps.length <= request.count,
      usage: { calls, promptTokens: read.promptTokens, completionTokens: tokens },
    }
  }

  return {
    name: model.name,
    write: (request) => Promise.resolve(write(request)),
    value: (prompts) => {
      const values: number[] = []
      let usage: Usage = { calls: 0, promptTokens: 0, completionTokens: 0 }
      for (let i = 0; i < prompts.length; i += cachedPrompts) {
        const some = prompts.slice(i, i + cachedPrompts)
        usage = addUsage(usage, readAhead(some))
        values.push(...some.map((prompt) => recall(prompt).value))
        trim()
      }
      return Promise.resolve({ values, usage })
    },
    readAhead,
    dispose: () => {
      for (const [prompt, reading] of readings) forget(prompt, reading)
    },
  }
}
