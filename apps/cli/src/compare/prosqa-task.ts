import { prosqaTask, type CatalogModel } from '@espalier/catalog'
import { concludeLine, graphThoughts, type ThoughtState } from '@espalier/latent'
import {
  depthFirstPath,
  formatQuestion,
  heldOutGraphs,
  randomPath,
  seededDraw,
  type GraphQuestion,
} from '@espalier/tasks'
import { processOf } from '@espalier/tasks/scoring'
import { LEGAL_DEPTH_FIRST } from './countdown-task.ts'
import type { CompareTask, ModelFree, ModelFreeResult, TaskRequest } from './task.ts'

/** Mean length of the shortest paths of the official questions: 3.8 statements. */
const STEPS = 4

/** Graph questions: the held-out set of the official sizes. A call is a thought, or a statement that the model writes. */
export function prosqaContest({ count }: TaskRequest, model: CatalogModel): CompareTask {
  const records = heldOutGraphs('official', count)
  const questions = records.map(({ question }) => ({ question: formatQuestion(question) }))
  const thoughts = graphThoughts()
  const { backend } = prosqaTask()
  return {
    name: 'prosqa',
    about: `held-out graph questions of the official sizes, model ${model.name}; a call is a thought`,
    measure: 'solved',
    measures: {
      solved: 'the final answer names the right concept, whether its path proves it or not',
      score: '1 if solved, else 0',
    },
    problems: questions,
    steps: STEPS,
    backend: { ...backend, root: (problem) => backend.root(questions[problem]!) },
    createExpand: () => model.createExpand('prosqa'),
    stopValue: 1,
    answerAt: (state) => concludeLine(thoughts, state as ThoughtState<GraphQuestion>, null)?.answer ?? null,
    score: (problem, answer) => {
      const solved = answer !== null && processOf(records[problem]!, answer) === 'correct-label'
      return { solved, score: Number(solved) }
    },
    modelFree: modelFree(records.map(({ question }) => question)),
  }
}

function modelFree(questions: readonly GraphQuestion[]): readonly ModelFree[] {
  return [
    {
      name: LEGAL_DEPTH_FIRST,
      about: 'depth-first over the statements, no model; an expansion counts as a call',
      run: (problem, maxExpansions) => depthFirstPath(questions[problem]!, { maxExpansions }),
    },
    {
      name: 'legal-random',
      about: 'random paths along the statements, no model; an expansion counts as a call',
      run: (problem, maxExpansions, seed) => randomPaths(questions[problem]!, maxExpansions, seed),
    },
  ]
}

/** One random path after the other until one proves an answer; a path that the budget cuts short does not count. */
function randomPaths(question: GraphQuestion, maxExpansions: number, seed: number): ModelFreeResult {
  const draw = seededDraw(seed)
  for (let expansions = 0; ;) {
    const { answer, expansions: more } = randomPath(question, draw, { masked: true })
    if (more === 0 || expansions + more > maxExpansions) return { answer: null, expansions }
    expansions += more
    if (answer !== null) return { answer, expansions }
  }
}
