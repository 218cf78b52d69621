import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createOnnxThoughtModel, type OnnxThoughtModel, type ThoughtModelFiles } from '@espalier/latent'
import * as ort from 'onnxruntime-web'

// One thread: sums are then added up in the same order every time.
ort.env.wasm.numThreads = 1

/** What PyTorch computed without any cache. */
export interface GoldenCase {
  readonly tokens: readonly number[]
  /** The state at the last token, then six times the state fed back. [7][dim] */
  readonly hidden: readonly (readonly number[])[]
  /** Of the last of these states. [vocab] */
  readonly readOut: readonly number[]
  /** Of each of these states, where the model has a value head. [7] */
  readonly value?: readonly number[]
}

export interface Exported {
  readonly files: ThoughtModelFiles
  readonly graph: Uint8Array
  readonly golden: readonly GoldenCase[]
}

const FIXTURES = fileURLToPath(new URL('fixtures/onnx', import.meta.url))

/** A model that the export script wrote; by default one of the fixtures, which `make_fixtures.py` wrote. */
export function readExported(kind: 'coconut' | 'codi', root = FIXTURES): Exported {
  const read = (name: string): Buffer => readFileSync(`${root}/${kind}/${name}`)
  return {
    files: { contract: read('contract.json').toString(), embeddings: read('embeddings.safetensors') },
    graph: read('step.onnx'),
    golden: (JSON.parse(read('golden.json').toString()) as { readonly cases: readonly GoldenCase[] }).cases,
  }
}

export async function openSession(graph: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(graph, { logSeverityLevel: 3 })
}

export async function openModel({ files, graph }: Exported): Promise<OnnxThoughtModel> {
  return createOnnxThoughtModel(files, await openSession(graph), ort.Tensor)
}

/** The largest difference between two vectors. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  return Array.from(a, (x, i) => Math.abs(x - b[i]!)).reduce((worst, d) => Math.max(worst, d), 0)
}
