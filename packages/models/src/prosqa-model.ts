import { portableExp } from '@espalier/core'
import { logSoftmax } from './log-softmax.ts'
import { readCheckpoint } from './runtime/checkpoint.ts'
import { ModelError } from './runtime/model-error.ts'
import type { Cache, ForwardRow, TransformerRuntime } from './runtime/transformer-runtime.ts'
import { createWasmRuntime } from './runtime/wasm/wasm-runtime.ts'

/** Name of the shipped checkpoint, as logs show it. */
export const PROSQA_MODEL = 'prosqa-1.4m'

/** Nodes that the model tells apart: a question's nodes are given numbers below this, in any order. */
export const GRAPH_SLOTS = 64

/**
 * Numbers of the nodes that the model tells apart best: a question of at most so many nodes should be numbered below this, in any order, as most of the
 * questions were that the model was trained on.
 */
export const FEW_GRAPH_SLOTS = 32

/** A question as the model reads it: nodes are slots, 0 to 63. */
export interface GraphPrompt {
  /** [from, to] of each statement; their order does not matter. */
  readonly edges: readonly (readonly [number, number])[]
  readonly root: number
  /** The two concepts asked about. */
  readonly goals: readonly [number, number]
}

/** A position behind a cache: a hidden state fed back as a thought, a node said in words, or the question for the answer. */
export interface GraphRow {
  readonly cache: Cache
  /** A hidden state, or a node's `direction` at the length sqrt(dim). [dim] */
  readonly input: Float32Array
  readonly as: 'thought' | 'word' | 'answer'
}

export interface GraphThought {
  /** After the final norm. [dim] */
  readonly hidden: Float32Array
  readonly cache: Cache
}

/** The latent and the token face of one network over graph questions (ProsQA). Synchronous; a row does not depend on its batch. */
export interface ProsqaModel {
  readonly name: string
  readonly dim: number
  /** Reads questions, and the root as the first thought or as the first word. */
  begin(prompts: readonly GraphPrompt[], as: 'thought' | 'word'): readonly GraphThought[]
  /** Reads questions up to the concepts asked about: what a root, or a question for the answer without any thought, continues. */
  read(prompts: readonly GraphPrompt[]): readonly Cache[]
  /** One position behind each cache; the caches given stay as they are. */
  think(rows: readonly GraphRow[]): readonly GraphThought[]
  /** Natural log-probabilities over the slots. [64] each */
  readOut(hidden: readonly Float32Array[]): readonly Float32Array[]
  /** In [0, 1]: how likely the target can still be reached from the node last thought of. */
  value(hidden: readonly Float32Array[]): readonly number[]
  /** How well a slot fits a hidden state of an `answer` row: the higher of the two concepts is the answer. */
  fit(hidden: Float32Array, slot: number): number
  /** Where a slot lies among hidden states, length 1. Do not write. [dim] */
  direction(slot: number): Float32Array
  /**
   * The past of `base` up to position `at`, then that of `donor`: keys and values of one run of thought behind the text of another, for
   * tests of what carries the answer. Both stay as they are.
   */
  graft(base: Cache, donor: Cache, at: number): Cache
  /** Every cache that came from `begin`, `read`, `think` or `graft` must be released once. */
  release(cache: Cache): void
}

/** Rows of the embedding: nodes, nodes as sources, nodes as targets of statements, then what a position is. */
const [SOURCES, TARGETS, ROLES] = [GRAPH_SLOTS, 2 * GRAPH_SLOTS, 3 * GRAPH_SLOTS]
const ROLE = { goal: ROLES, root: ROLES + 1, thought: ROLES + 2, word: ROLES + 3, answer: ROLES + 4 } as const
const VOCAB = ROLES + 5
/** Most rows that go through the network at once. */
const MAX_BATCH = 64

/** The embedded ProsQA model from the bytes of its checkpoint. Throws a ModelError for bytes that are no checkpoint of this model. */
export function createProsqaModel(bytes: Uint8Array, name = PROSQA_MODEL): ProsqaModel {
  return prosqaModelOn(createWasmRuntime(readCheckpoint(bytes)), name)
}

/** The same over any runtime. Throws `CHECKPOINT_CONFIG` unless it is one of this model's kind. */
export function prosqaModelOn(runtime: TransformerRuntime, name = PROSQA_MODEL): ProsqaModel {
  const { dim, vocab, positions, prefixAttention, context } = runtime.config
  expectConfig('config.vocab', vocab, VOCAB)
  expectConfig('config.positions', positions, 'none')
  expectConfig('config.prefixAttention', prefixAttention, 'full')
  const table = runtime.embed(Array.from({ length: VOCAB }, (_, i) => i))
  const rowOf = (index: number): Float32Array => table.subarray(index * dim, (index + 1) * dim)
  const directions = Array.from({ length: GRAPH_SLOTS }, (_, slot) => normalised(rowOf(slot)))

  /** A hidden state as an input: from its length, sqrt(dim), to that of an embedding. */
  const scale = 1 / Math.sqrt(dim)
  function enter(hidden: Float32Array, role: number): Float32Array {
    const added = rowOf(role)
    return hidden.map((x, i) => x * scale + added[i]!)
  }

  function checkSlot(slot: number, where: string): number {
    if (Number.isInteger(slot) && slot >= 0 && slot < GRAPH_SLOTS) return slot
    const expected = `a whole number from 0 to ${GRAPH_SLOTS - 1}`
    throw new ModelError('TOKEN_OUT_OF_RANGE', 'no such slot', { got: String(slot), expected, where })
  }

  function statements({ edges }: GraphPrompt, where: string): Float32Array {
    if (edges.length === 0 || edges.length + 2 >= context) {
      const [got, expected] = [`${edges.length} statements`, `1 to ${context - 3}`]
      throw new ModelError('UNREADABLE_PROMPT', 'a question that the model cannot read', { got, expected, where })
    }
    const inputs = new Float32Array(edges.length * dim)
    for (const [i, [from, to]] of edges.entries()) {
      const source = rowOf(SOURCES + checkSlot(from, `${where}, statement ${i}`))
      const target = rowOf(TARGETS + checkSlot(to, `${where}, statement ${i}`))
      for (let j = 0; j < dim; j++) inputs[i * dim + j] = source[j]! + target[j]!
    }
    return inputs
  }

  function goalsOf({ goals }: GraphPrompt, where: string): Float32Array {
    const inputs = new Float32Array(2 * dim)
    const role = rowOf(ROLE.goal)
    for (const [i, goal] of goals.entries()) {
      const direction = directions[checkSlot(goal, `${where}, concept ${i}`)]!
      for (let j = 0; j < dim; j++) inputs[i * dim + j] = direction[j]! + role[j]!
    }
    return inputs
  }

  function forward(rows: readonly ForwardRow[]): GraphThought[] {
    const out: GraphThought[] = []
    for (let i = 0; i < rows.length; i += MAX_BATCH) out.push(...runtime.forward(rows.slice(i, i + MAX_BATCH)))
    return out
  }

  /** Runs rows behind caches that nobody else holds, and lets go of those. */
  function continueOnly(caches: readonly Cache[], inputs: readonly Float32Array[]): GraphThought[] {
    try {
      return forward(caches.map((cache, i) => ({ cache, inputs: inputs[i]!, attention: 'full' as const })))
    } finally {
      for (const cache of caches) runtime.release(cache)
    }
  }

  function read(prompts: readonly GraphPrompt[]): Cache[] {
    const goals = prompts.map((prompt, i) => goalsOf(prompt, `prompt ${i}`))
    for (const [i, { root }] of prompts.entries()) checkSlot(root, `prompt ${i}, root`)
    const texts = prompts.map((prompt, i) => statements(prompt, `prompt ${i}`))
    const first = forward(texts.map((inputs) => ({ cache: null, inputs, attention: 'full' as const })))
    return continueOnly(
      first.map(({ cache }) => cache),
      goals,
    ).map(({ cache }) => cache)
  }

  return {
    name,
    dim,
    read,
    begin: (prompts, as) =>
      continueOnly(
        read(prompts),
        prompts.map(({ root }) => {
          const role = rowOf(as === 'word' ? ROLE.word : ROLE.root)
          return directions[root]!.map((x, i) => x + role[i]!)
        }),
      ),
    think: (rows) =>
      forward(rows.map(({ cache, input, as }, i) => ({ cache, inputs: enter(sized(input, dim, i), ROLE[as]) }))),
    readOut: (hidden) => {
      if (hidden.length === 0) return []
      const logits = runtime.logits(hidden)
      return hidden.map((_, i) => logSoftmax(logits.subarray(i * vocab, i * vocab + GRAPH_SLOTS)))
    },
    value: (hidden) =>
      hidden.length === 0 ? [] : Array.from(runtime.value(hidden), (logit) => 1 / (1 + portableExp(-logit))),
    fit: (hidden, slot) => dot(sized(hidden, dim, 0), rowOf(checkSlot(slot, 'slot'))),
    direction: (slot) => directions[checkSlot(slot, 'slot')]!,
    graft: (base, donor, at) => runtime.graft(base, donor, at),
    release: (cache) => runtime.release(cache),
  }
}

function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  return vector.map((x) => x / length)
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function sized(vector: Float32Array, dim: number, row: number): Float32Array {
  if (vector.length === dim) return vector
  const [got, expected] = [`shape [${vector.length}]`, `shape [${dim}]`]
  throw new ModelError('INPUT_LENGTH', 'a vector of another dimension', { got, expected, where: `row ${row}, input` })
}

function expectConfig(where: string, got: unknown, expected: number | string): void {
  if (got === expected) return
  throw new ModelError('CHECKPOINT_CONFIG', 'not a checkpoint of the ProsQA model', {
    got: String(got),
    expected: String(expected),
    where,
  })
}
