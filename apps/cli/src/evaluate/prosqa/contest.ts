import type { ExpandFn, Json, StateBackend } from '@espalier/core'
import {
  cosineKernel,
  embeddedThoughts,
  graphThoughts,
  kernelMcts,
  landings,
  nearThoughts,
  thoughtBackend,
  thoughtExpand,
  thoughtPool,
  type KernelMctsOptions,
  type MergeOptions,
  type ThoughtExpandOptions,
  type ThoughtModel,
  type ThoughtPoolOptions,
  type ThoughtState,
} from '@espalier/latent'
import type { GraphPrompt, ProsqaModel } from '@espalier/models'
import { breadthFirstPath, depthFirstPath, formatQuestion, type GraphQuestion, type GraphRecord } from '@espalier/tasks'
import { processOf, type ProcessClass } from '@espalier/tasks/scoring'
import type { CompareTask, ModelFree } from '../../compare/task.ts'

/** How the model's lines are made: what a row of the tables stands for beside its algorithm. */
export interface Face {
  readonly name: string
  readonly expand: Pick<ThoughtExpandOptions<GraphQuestion, GraphPrompt>, 'operators' | 'value' | 'temperature'>
  readonly pool: ThoughtPoolOptions
  /** What a policy or a merge looks at of the thoughts; both are made anew for each search. */
  readonly look?: Look
  /** Instead of the trained model's read-out: every node the same, or one at random. */
  readonly readOut?: 'uniform'
}

export interface Look {
  /** Kernel sharing between steps, by what they read as or by where they lie: with this preset instead of the one asked for. */
  readonly kernel?: Omit<KernelMctsOptions, 'similarity'> & { readonly of: 'read-out' | 'hidden' }
  /** What graph search takes for one state. Default `line`. */
  readonly merge?: 'symbol' | MergeOptions
  /** Hears at the end of each search how many states were merged by nearness. */
  readonly onMerged?: (counts: { readonly kept: number; readonly merged: number }) => void
}

/** A continuous thought, steered half way to the node that it goes to. */
export const LATENT: Face = { name: 'latent', expand: { operators: [{ operator: 'steer' }] }, pool: {} }
/** The same network, the same questions, in words. */
export const TOKEN: Face = { name: 'token', expand: { operators: [{ operator: 'word' }] }, pool: { startAs: 'word' } }
/** Control: the search and the verifier are the same, the model says nothing. */
export const UNIFORM: Face = {
  name: 'no model',
  expand: { operators: [{ operator: 'steer' }], value: 'none' },
  pool: {},
  readOut: 'uniform',
}

/** How an answer of the contest ends (Hao et al. 2024, arXiv 2412.06769, §4.1): a line of nodes as JSON, or a sentence. */
export function endOf(record: GraphRecord, answer: string | null): ProcessClass {
  return processOf(
    record,
    answer?.startsWith('[') === true ? (JSON.parse(answer) as readonly number[]) : (answer ?? ''),
  )
}

/**
 * Graph questions as a task to compare on: a solved one has a final line whose every step is a statement and whose end is the right concept. A
 * call is one thought, or one node said in words: one position of the model either way. The verifier sees finished lines only.
 */
export function graphContest(
  records: readonly GraphRecord[],
  model: ProsqaModel,
  face: Face,
  maxSteps: number,
): CompareTask {
  const task = graphThoughts({ maxSteps })
  const backend = thoughtBackend(task)
  const thoughts = face.readOut === 'uniform' ? withoutReadOut(embeddedThoughts(model)) : embeddedThoughts(model)
  return {
    name: 'prosqa',
    about: `graph questions, ${face.name}, model ${model.name}`,
    measure: 'solved',
    measures: {
      solved: 'every step of the final line is a statement, and its end is the concept that the individual is',
      score: '1 if solved, else 0',
    },
    problems: records.map(({ question }): Json => ({ question: formatQuestion(question) })),
    steps: Math.round(records.reduce((sum, { path }) => sum + path.length - 1, 0) / records.length),
    backend: overRecords(backend, records),
    createExpand: () => {
      const { look = {} } = face
      const near = typeof look.merge === 'object' ? nearThoughts(look.merge) : undefined
      const own = look.merge === undefined ? backend : thoughtBackend(task, { merge: near ?? 'symbol' })
      const pool = thoughtPool(thoughts, task, face.pool)
      const shared = look.kernel === undefined ? null : kernelSharing(look.kernel)
      const expand = thoughtExpand({
        ...face.expand,
        model: thoughts,
        task,
        backend: own,
        pool,
        ...(near === undefined ? {} : { near }),
        ...(shared === null ? {} : { onThought: shared.landed.note }),
      })
      return {
        expand: expand as ExpandFn<unknown, unknown>,
        backend: overRecords(own, records),
        ...(shared === null ? {} : { algorithm: shared.algorithm }),
        dispose: () => {
          if (near !== undefined) look.onMerged?.(near.counts())
          pool.dispose()
        },
      }
    },
    stopValue: 1,
    answerAt: (state) => JSON.stringify((state as ThoughtState<GraphQuestion>).line),
    score: (problem, answer) => {
      const end = endOf(records[problem]!, answer)
      // Without a model the rules answer in a sentence: their path holds by itself.
      const solved = end === 'correct-path' || end === 'longer-path' || end === 'correct-label'
      return { solved, score: Number(solved) }
    },
    modelFree: modelFree(records),
  }
}

type Backend = ReturnType<typeof thoughtBackend<GraphQuestion>>

/** Problems by their index, as comparisons name them. */
function overRecords(backend: Backend, records: readonly GraphRecord[]): StateBackend<number, unknown, unknown> {
  return {
    ...(backend as StateBackend<unknown, unknown, unknown>),
    root: (problem) => backend.root(records[problem]!.question),
  }
}

function kernelSharing({ of, ...options }: NonNullable<Look['kernel']>) {
  const landed = of === 'read-out' ? landings() : landings((a, b) => cosineKernel(a.hidden, b.hidden))
  return { landed, algorithm: kernelMcts({ ...options, similarity: landed.similarity }) }
}

/** Where the verifier also says which steps there are: then it knows the graph, and no model is needed. */
function modelFree(records: readonly GraphRecord[]): readonly ModelFree[] {
  const baseline = (name: string, about: string, find: typeof depthFirstPath): ModelFree => ({
    name,
    about,
    run: (problem, maxExpansions) => find(records[problem]!.question, { maxExpansions }),
  })
  return [
    baseline('masked-depth-first', 'depth-first over real statements, no model', depthFirstPath),
    baseline('masked-breadth-first', 'breadth-first over real statements, no model', breadthFirstPath),
  ]
}

function withoutReadOut(model: ThoughtModel<GraphPrompt>): ThoughtModel<GraphPrompt> {
  const flat = new Float32Array(model.symbols)
  return { ...model, name: 'none', value: null, readOut: (hidden) => hidden.map(() => flat) }
}
