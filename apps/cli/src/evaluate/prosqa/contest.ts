import type { ExpandFn, Json, StateBackend } from '@espalier/core'
import {
  embeddedThoughts,
  graphThoughts,
  thoughtBackend,
  thoughtExpand,
  thoughtPool,
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
  /** Instead of the trained model's read-out: every node the same, or one at random. */
  readonly readOut?: 'uniform'
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
    backend: {
      ...(backend as StateBackend<unknown, unknown, unknown>),
      root: (problem) => backend.root(records[problem]!.question),
    },
    createExpand: () => {
      const pool = thoughtPool(thoughts, task, face.pool)
      const expand = thoughtExpand({ ...face.expand, model: thoughts, task, backend, pool })
      return { expand: expand as ExpandFn<unknown, unknown>, dispose: () => pool.dispose() }
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
