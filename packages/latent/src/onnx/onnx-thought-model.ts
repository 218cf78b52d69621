import { ModelError } from '@espalier/models'
import type { InferenceSession, TensorConstructor } from 'onnxruntime-common'
import type { InputKind, ThoughtModel, ThoughtRow } from '../thought-model.ts'
import { readContract, type ThoughtContract } from './contract.ts'
import { createDeltaCaches } from './delta-caches.ts'
import { directionOf, readHidden, readValue } from './read-hidden.ts'
import { createStepRunner, type StepRow } from './step-runner.ts'
import { checkGraph } from './step-shapes.ts'
import { readTables } from './tables.ts'

/** What the export script writes beside `step.onnx`. */
export interface ThoughtModelFiles {
  /** The text of `contract.json`. */
  readonly contract: string
  /** The bytes of `embeddings.safetensors`. */
  readonly embeddings: Uint8Array
}

/** A model of thoughts whose prompts are token ids and whose symbols are tokens. */
export interface OnnxThoughtModel extends ThoughtModel<readonly number[]> {
  readonly contract: ThoughtContract
  /** The input vector of a token, to think it as a word. The caller's own copy. [dim] Throws `TOKEN_OUT_OF_RANGE`. */
  embedding(token: number): Float32Array
}

/**
 * A model exported under `packages/models/ONNX_CONTRACT.md`, run by a session of onnxruntime-node or onnxruntime-web that was created from
 * `step.onnx`, and the `Tensor` of that package.
 *
 * `begin` reads a question. As `thought`, it ends with the token where thinking begins, which is added if it is not there; as `word`, it is
 * read as it is. `think` feeds a vector: as `thought`, through the projector where the model has one; as `word`, as it is, which should be
 * the `embedding` of a token. Rows of equal length run together, calls one after another.
 *
 * Throws at once, `CHECKPOINT_CONFIG`, `TENSOR_MISSING`, `TENSOR_SHAPE`, `TENSOR_DTYPE` or what `readSafetensors` throws. `begin` and `think`
 * reject with `INPUT_LENGTH`, `INPUT_NOT_FINITE`, `TOKEN_OUT_OF_RANGE`, `CONTEXT_OVERFLOW`, `CACHE_FOREIGN` or `CACHE_RELEASED` before
 * anything has run, with `TENSOR_NOT_FINITE` or `TENSOR_SHAPE` for what came out, or with what the session says.
 */
export function createOnnxThoughtModel(
  files: ThoughtModelFiles,
  session: InferenceSession,
  Tensor: TensorConstructor,
): OnnxThoughtModel {
  const contract = readContract(files.contract)
  const tables = readTables(contract, files.embeddings)
  checkGraph(contract, session)
  const { dim, vocab, context, tokens } = contract
  const caches = createDeltaCaches(contract)
  const run = createStepRunner(contract, session, Tensor, caches)

  function checkToken(token: number, where: string): void {
    if (Number.isInteger(token) && token >= 0 && token < vocab) return
    const expected = `a token of the vocabulary, 0 to ${vocab - 1}`
    throw new ModelError('TOKEN_OUT_OF_RANGE', 'unknown token', { got: String(token), expected, where })
  }

  function checkHidden(hidden: readonly Float32Array[]): readonly Float32Array[] {
    for (const [i, state] of hidden.entries()) checkVector(state, dim, `state ${i}`)
    return hidden
  }

  function embeddingOf(token: number, where: string): Float32Array {
    checkToken(token, where)
    return tables.embedding.subarray(token * dim, (token + 1) * dim)
  }

  function promptRow(prompt: readonly number[], as: InputKind, where: string): StepRow {
    const addsBot = as === 'thought' && tokens.bot !== null && prompt.at(-1) !== tokens.bot
    const ids = addsBot && tokens.bot !== null ? [...prompt, tokens.bot] : prompt
    if (ids.length === 0)
      throw new ModelError('INPUT_LENGTH', 'empty prompt', { got: 'no tokens', expected: 'at least one', where })
    const inputs = new Float32Array(ids.length * dim)
    for (const [i, token] of ids.entries()) inputs.set(embeddingOf(token, `${where}, token ${i}`), i * dim)
    return checkFits({ past: null, inputs, count: ids.length, as: 'word' }, where)
  }

  function thoughtRow({ cache, input, as }: ThoughtRow, where: string): StepRow {
    checkVector(input, dim, where)
    return checkFits({ past: caches.deltaOf(cache, where), inputs: input, count: 1, as }, where)
  }

  function checkFits(row: StepRow, where: string): StepRow {
    const length = (row.past?.length ?? 0) + row.count
    if (length <= context) return row
    const expected = `at most ${context} positions`
    throw new ModelError('CONTEXT_OVERFLOW', 'sequence too long', { got: String(length), expected, where })
  }

  const valueHead = tables.value
  return {
    name: contract.name,
    contract,
    dim,
    symbols: vocab,
    begin: async (prompts, as) => run(prompts.map((prompt, i) => promptRow(prompt, as, `prompt ${i}`))),
    think: async (rows) => run(rows.map((row, i) => thoughtRow(row, `row ${i}`))),
    readOut: (hidden) => readHidden(tables, checkHidden(hidden)),
    value: valueHead === null ? null : (hidden) => checkHidden(hidden).map((state) => readValue(valueHead, state)),
    direction(symbol) {
      checkToken(symbol, 'direction')
      return directionOf(tables, symbol, dim)
    },
    embedding: (token) => embeddingOf(token, 'embedding').slice(),
    release: (cache) => caches.release(cache),
  }
}

function checkVector(vector: Float32Array, dim: number, where: string): void {
  if (vector.length !== dim) {
    const got = `${vector.length} numbers`
    throw new ModelError('INPUT_LENGTH', 'vector of another width', { got, expected: `${dim}`, where })
  }
  const bad = vector.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return
  const got = String(vector[bad])
  throw new ModelError('INPUT_NOT_FINITE', 'input is not a number', { got, expected: 'finite values', where })
}
